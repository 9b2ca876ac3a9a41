package io.qmaster.domain.standard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A JSON object as it stands on a line of the journal: strict when it is written, forgiving when it is read. Members keep
 * their order; one that is {@code null} is as good as missing.
 */
final class JsonObject {
    private final Map<String, Object> members;

    JsonObject() {
        this(new LinkedHashMap<>());
    }

    JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    JsonObject with(String name, String text) {
        return put(name, text);
    }

    JsonObject with(String name, long number) {
        return put(name, number);
    }

    JsonObject with(String name, boolean flag) {
        return put(name, flag);
    }

    JsonObject with(String name, JsonObject object) {
        return put(name, object);
    }

    JsonObject with(String name, List<JsonObject> objects) {
        return put(name, objects);
    }

    JsonObject withTexts(String name, List<String> texts) {
        return put(name, texts);
    }

    /** Adds what has a text form, such as a path or a moment; nothing if it is empty. */
    JsonObject withText(String name, Optional<?> value) {
        value.ifPresent(known -> put(name, known.toString()));
        return this;
    }

    JsonObject withObject(String name, Optional<JsonObject> object) {
        object.ifPresent(known -> put(name, known));
        return this;
    }

    String text(String name) {
        return required(name, String.class);
    }

    <T> Optional<T> text(String name, Function<String, T> meaning) {
        return optional(name, String.class).map(meaning);
    }

    Instant moment(String name) {
        return Moments.parse(text(name));
    }

    long number(String name) {
        return required(name, Long.class);
    }

    int smallNumber(String name) {
        return Math.toIntExact(number(name));
    }

    Optional<Long> optionalNumber(String name) {
        return optional(name, Long.class);
    }

    boolean flag(String name) {
        return required(name, Boolean.class);
    }

    JsonObject object(String name) {
        return required(name, JsonObject.class);
    }

    Optional<JsonObject> optionalObject(String name) {
        return optional(name, JsonObject.class);
    }

    List<JsonObject> objects(String name) {
        return listOf(JsonObject.class, required(name, List.class));
    }

    List<String> texts(String name) {
        return optionalTexts(name).orElseThrow(() -> missing(name));
    }

    Optional<List<String>> optionalTexts(String name) {
        return optional(name, List.class).map(list -> listOf(String.class, list));
    }

    /** The names of the members, in their order. */
    List<String> names() {
        return List.copyOf(members.keySet());
    }

    private JsonObject put(String name, Object value) {
        if (members.put(name, value) != null) {
            throw new IllegalArgumentException("two members are called " + name);
        }
        return this;
    }

    private <T> T required(String name, Class<T> type) {
        return optional(name, type).orElseThrow(() -> missing(name));
    }

    private <T> Optional<T> optional(String name, Class<T> type) {
        return Optional.ofNullable(members.get(name)).filter(type::isInstance).map(type::cast);
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("\"" + name + "\" is missing or of another type");
    }

    private static <T> List<T> listOf(Class<T> type, List<?> values) {
        List<T> all = new ArrayList<>(values.size());
        values.forEach(value -> all.add(type.cast(value)));
        return all;
    }

    /** The object on one line, without a line break in it. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(256);
        write(this, line);
        return line.toString();
    }

    private static void write(Object value, StringBuilder line) {
        if (value instanceof JsonObject object) {
            String between = "{";
            for (Map.Entry<String, Object> member : object.members.entrySet()) {
                line.append(between);
                quote(member.getKey(), line);
                line.append(':');
                write(member.getValue(), line);
                between = ",";
            }
            line.append(object.members.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            line.append('[');
            String between = "";
            for (Object element : list) {
                line.append(between);
                write(element, line);
                between = ",";
            }
            line.append(']');
        } else if (value instanceof String text) {
            quote(text, line);
        } else {
            line.append(value);
        }
    }

    private static void quote(String text, StringBuilder line) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                line.append(c).append(text.charAt(++i));
            } else {
                quote(c, line);
            }
        }
        line.append('"');
    }

    private static void quote(char c, StringBuilder line) {
        switch (c) {
            case '"' -> line.append("\\\"");
            case '\\' -> line.append("\\\\");
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (isUnprintable(c)) {
                    line.append(String.format("\\u%04x", (int) c));
                } else {
                    line.append(c);
                }
            }
        }
    }

    /** A lone surrogate has no UTF-8; line separators would break the line in some editors. */
    private static boolean isUnprintable(char c) {
        return Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029';
    }
}
