package io.qmaster.simulator.scenario;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/** A value in a JSON document with its JSON pointer, which every error names. */
record Place(JsonNode node, String pointer) {
    private static final String CLOCK = "(\\d+H)?(\\d+M)?(\\d+([.,]\\d{0,9})?S)?";

    /** The durations of Java, without signs: no part is negative. */
    private static final Pattern DURATION =
            Pattern.compile("P(?=.)(\\d+D)?(T(?=.)" + CLOCK + ")?|(?=.)" + CLOCK, Pattern.CASE_INSENSITIVE);

    static Place rootOf(String json) {
        try {
            return new Place(JsonText.read(json), "");
        } catch (JacksonException broken) {
            TokenStreamLocation at = broken.getLocation();
            String where = at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new ScenarioException("", "JSON", "an error" + where + ": " + JsonText.fault(broken));
        }
    }

    /** Requires an object without other keys. */
    Place object(String... keys) {
        if (!node.isObject()) {
            throw expected("an object");
        }
        List<String> known = Arrays.asList(keys);
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                throw new ScenarioException(
                        pointer + "/" + escaped(key), "no such key, only " + String.join(", ", known), '"' + key + '"');
            }
        }
        return this;
    }

    Optional<Place> child(String key) {
        JsonNode child = node.get(key);
        return child == null ? Optional.empty() : Optional.of(new Place(child, pointer + "/" + key));
    }

    Place required(String key) {
        return child(key).orElseThrow(() -> new ScenarioException(pointer + "/" + key, "a value", "nothing"));
    }

    /** Reads every element of an array. */
    <T> List<T> each(Function<Place, T> reading) {
        if (!node.isArray()) {
            throw expected("an array");
        }
        List<T> all = new ArrayList<>();
        for (int at = 0; at < node.size(); at++) {
            all.add(new Place(node.get(at), pointer + "/" + at).made(reading));
        }
        return all;
    }

    /** Converts this value; adds its pointer to exceptions of the conversion. */
    <T> T made(Function<Place, T> reading) {
        try {
            return reading.apply(this);
        } catch (ScenarioException fault) {
            throw fault.pointer().startsWith(pointer) ? fault : fault.below(pointer);
        }
    }

    String text() {
        if (!node.isString()) {
            throw expected("a text");
        }
        return node.stringValue();
    }

    boolean flag() {
        if (!node.isBoolean()) {
            throw expected("true or false");
        }
        return node.booleanValue();
    }

    long wholeNumber() {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        // In JSON Schema, 1.0 is also an integer.
        double number = node.isFloatingPointNumber() ? node.doubleValue() : Double.NaN;
        if (number != Math.rint(number) || Math.abs(number) >= Long.MAX_VALUE) {
            throw expected("a whole number");
        }
        return (long) number;
    }

    int count() {
        long number = wholeNumber();
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw expected("a whole number from 0 to " + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    double number() {
        if (!node.isNumber()) {
            throw expected("a number");
        }
        return node.isBigInteger() ? node.bigIntegerValue().doubleValue() : node.doubleValue();
    }

    Duration duration() {
        String text = node.isString() ? node.stringValue() : "";
        try {
            if (DURATION.matcher(text).matches()) {
                String upper = text.toUpperCase(Locale.ROOT);
                return Duration.parse(upper.startsWith("P") ? upper : "PT" + upper);
            }
        } catch (DateTimeParseException tooLong) {
            throw expected("a duration from 0s to 3650 days");
        }
        throw expected("a duration such as \"90s\", \"1h30m\" or \"PT2H\"");
    }

    /** Reads one of several names. */
    <T> T word(List<T> choices, Function<T, String> wordOf) {
        return choices.stream()
                .filter(choice -> node.isString() && wordOf.apply(choice).equals(node.stringValue()))
                .findFirst()
                .orElseThrow(() -> expected("one of "
                        + String.join(", ", choices.stream().map(wordOf).toList())));
    }

    ScenarioException expected(String what) {
        return new ScenarioException(pointer, what, node.toString());
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
