package io.qmaster.domain.journal;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The named fields of one record, as text on one line: {@code name=value} separated by spaces. Separators and
 * characters that can control a terminal are escaped as by JavaScript's {@code escape}: {@code %20}, {@code %u2028}.
 *
 * <p>The name of a nested field has a dot ({@code order.name}); the name of a list element has its index
 * ({@code claims.0}), and the field of the list itself is the number of its elements. Reading has limits: a number has
 * at most 20 characters, a list at most {@value #MOST_ELEMENTS} elements, a record at most {@value #MOST_FIELDS}
 * fields. Reading takes time linear in the size of the record.
 */
final class Fields {
    private static final int LONGEST_NUMBER = 20;
    private static final int LONGEST_MOMENT = 40;
    private static final int MOST_ELEMENTS = 100_000;
    private static final int MOST_FIELDS = 2_000_000;
    private static final int FIRST_PRINTABLE = 0x21;
    private static final int DELETE = 0x7f;
    private static final int LAST_C1 = 0x9f;

    private final Map<String, String> values;
    private final NavigableSet<String> names;
    private final String prefix;

    /** Creates an empty record. */
    Fields() {
        this(new LinkedHashMap<>(), new TreeSet<>(), "");
    }

    private Fields(Map<String, String> values, NavigableSet<String> names, String prefix) {
        this.values = values;
        this.names = names;
        this.prefix = prefix;
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it has another form
     */
    static Fields parse(String line) {
        Fields fields = new Fields();
        int from = 0;
        for (int number = 0; from <= line.length(); number++) {
            if (number == MOST_FIELDS) {
                throw new IllegalArgumentException("more than " + MOST_FIELDS + " fields");
            }
            int space = line.indexOf(' ', from);
            int to = space < 0 ? line.length() : space;
            int equals = line.indexOf('=', from);
            if (equals <= from || equals >= to) {
                throw new IllegalArgumentException("a field without a name");
            }
            fields.with(line.substring(from, equals), decoded(line.substring(equals + 1, to)));
            from = to + 1;
        }
        return fields;
    }

    /** The fields nested in a field. */
    Fields in(String name) {
        return new Fields(values, names, prefix + name + ".");
    }

    Fields with(String name, Object value) {
        values.put(prefix + name, value.toString());
        names.add(prefix + name);
        return this;
    }

    Fields with(String name, Optional<?> value) {
        value.ifPresent(known -> with(name, known));
        return this;
    }

    Fields withTexts(String name, Collection<?> elements) {
        with(name, requireElements(elements.size()));
        int number = 0;
        for (Object element : elements) {
            with(name + "." + number++, element);
        }
        return this;
    }

    /** Writes a list of elements with nested fields. */
    <T> Fields withAll(String name, List<T> elements, BiConsumer<Fields, T> writer) {
        with(name, requireElements(elements.size()));
        for (int number = 0; number < elements.size(); number++) {
            writer.accept(in(name + "." + number), elements.get(number));
        }
        return this;
    }

    /** Whether there is a field of this name, or a field nested in it. */
    boolean has(String name) {
        String whole = prefix + name;
        String first = names.ceiling(whole + ".");
        return values.containsKey(whole) || (first != null && first.startsWith(whole + "."));
    }

    /** @throws IllegalArgumentException if there is no such field; likewise all readers below */
    String text(String name) {
        return text(name, text -> text).orElseThrow(() -> new IllegalArgumentException("no field " + prefix + name));
    }

    <T> Optional<T> text(String name, Function<String, T> reader) {
        return Optional.ofNullable(values.get(prefix + name)).map(reader);
    }

    <T> Optional<T> part(String name, Function<Fields, T> reader) {
        return has(name) ? Optional.of(reader.apply(in(name))) : Optional.empty();
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (int number = 0; number < elements(name); number++) {
            texts.add(text(name + "." + number));
        }
        return texts;
    }

    <T> List<T> all(String name, Function<Fields, T> reader) {
        List<T> all = new ArrayList<>();
        for (int number = 0; number < elements(name); number++) {
            all.add(reader.apply(in(name + "." + number)));
        }
        return all;
    }

    long number(String name) {
        return Long.parseLong(shortText(name, LONGEST_NUMBER));
    }

    int smallNumber(String name) {
        return Math.toIntExact(number(name));
    }

    OptionalLong optionalNumber(String name) {
        return has(name) ? OptionalLong.of(number(name)) : OptionalLong.empty();
    }

    OptionalInt optionalSmallNumber(String name) {
        return has(name) ? OptionalInt.of(smallNumber(name)) : OptionalInt.empty();
    }

    Optional<BigDecimal> optionalDecimal(String name) {
        return has(name) ? Optional.of(decimal(shortText(name, LONGEST_NUMBER))) : Optional.empty();
    }

    boolean flag(String name) {
        return switch (text(name)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("no boolean in " + prefix + name);
        };
    }

    Instant moment(String name) {
        return Instant.parse(shortText(name, LONGEST_MOMENT));
    }

    Optional<Instant> optionalMoment(String name) {
        return has(name) ? Optional.of(moment(name)) : Optional.empty();
    }

    Optional<Duration> optionalDuration(String name) {
        return has(name) ? Optional.of(Duration.parse(shortText(name, LONGEST_MOMENT))) : Optional.empty();
    }

    Path path(String name) {
        return Path.of(text(name));
    }

    /** @throws IllegalArgumentException if there are more fields than can be read */
    @Override
    public String toString() {
        if (values.size() > MOST_FIELDS) {
            throw new IllegalArgumentException("more than " + MOST_FIELDS + " fields");
        }
        StringBuilder line = new StringBuilder();
        values.forEach((name, value) -> {
            line.append(line.isEmpty() ? "" : " ").append(name).append('=');
            encode(value, line);
        });
        return line.toString();
    }

    private int elements(String name) {
        return requireElements(smallNumber(name));
    }

    /** Also checked when writing, so that what is written can be read. */
    private static int requireElements(int elements) {
        if (elements < 0 || elements > MOST_ELEMENTS) {
            throw new IllegalArgumentException("a list of " + elements + " elements");
        }
        return elements;
    }

    private String shortText(String name, int most) {
        String text = text(name);
        if (text.length() > most) {
            throw new IllegalArgumentException("the field " + prefix + name + " is too long");
        }
        return text;
    }

    /** Written without an exponent, a number with a large exponent would have as many digits. */
    private static BigDecimal decimal(String text) {
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.scale()) > LONGEST_NUMBER) {
            throw new IllegalArgumentException("the exponent of a number is too large");
        }
        return number;
    }

    private static void encode(String value, StringBuilder line) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (isPlain(c)) {
                line.append(c);
            } else if (c <= DELETE) {
                line.append('%').append(hex(c, 2));
            } else {
                line.append("%u").append(hex(c, 4));
            }
        }
    }

    private static boolean isPlain(char c) {
        return c >= FIRST_PRINTABLE
                && c != '%'
                && (c < DELETE || c > LAST_C1)
                && Character.getType(c) != Character.FORMAT
                && !Character.isSurrogate(c);
    }

    private static String hex(char c, int digits) {
        String hex = Integer.toHexString(c);
        return "0".repeat(digits - hex.length()) + hex;
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder value = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '%') {
                value.append(c);
                at++;
            } else {
                boolean isLong = text.startsWith("u", at + 1);
                int from = at + (isLong ? 2 : 1);
                int to = from + (isLong ? 4 : 2);
                value.append((char) Integer.parseInt(text, from, Math.min(to, text.length()), 16));
                at = to;
            }
        }
        return value.toString();
    }
}
