package io.qmaster.compressor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads legacy answers to status queries: elements that begin a line and are "closed" inside their own tag,
 * {@code <batchStatus name="…" … status="Processing" batchid="UUID" /batchStatus>}.
 *
 * <p>The name comes first and is what a user typed: quotes, angle brackets and all (a Compressor 4 answer of 2022 has
 * {@code name="#4711: "Hallo" – Großer Saal"}). No markup parser can read that: with a batch named
 * {@code x" status="Successful}, it would take the name for the status. So an element is read from its end, where the
 * attributes of the engine are; the rest before them is the name.
 */
final class StatusMarkup {
    private static final String BATCH = "batchStatus";
    private static final String JOB = "jobStatus";
    private static final int LONGEST_ATTRIBUTE = 64;

    private final String text;
    /** Where the attributes of the element begin. */
    private final int from;

    /** Where the next element begins. */
    private final int to;

    private StatusMarkup(String text, int from, int to) {
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /** The position of an attribute: its field, or its name if that is unknown, and its value. */
    private record Attribute(Object key, int start, int valueStart) {
        int previousValueEnd() {
            return start - 1;
        }
    }

    /** An attribute of the engine, with the end of its value. */
    private record Written(Attribute attribute, int valueEnd) {}

    /** The batches with their jobs; no list if the output contains no element. A truncated element has no fields. */
    static Optional<List<StatusEntry>> entries(String output) {
        int start = nextElement(output, 0);
        if (start < 0) {
            return Optional.empty();
        }
        List<Map<StatusField, String>> batches = new ArrayList<>();
        Map<String, List<StatusEntry>> jobs = new HashMap<>();
        while (start >= 0) {
            int next = nextElement(output, start + 1);
            boolean beginsAsBatch = isAt(output, start + 1, BATCH);
            int attributes = start + 1 + (beginsAsBatch ? BATCH : JOB).length();
            new StatusMarkup(output, attributes, next < 0 ? output.length() : next).read(beginsAsBatch, batches, jobs);
            start = next;
        }
        return Optional.of(batches.stream()
                .map(fields -> new StatusEntry(fields, jobs.getOrDefault(batchOf(fields), List.of())))
                .toList());
    }

    /** Where the next element begins a line; -1 if none does. JSON contains none: its names have no line breaks. */
    private static int nextElement(String output, int from) {
        int at = output.indexOf('<', from);
        while (at >= 0 && !(isElement(output, at) && beginsLine(output, at))) {
            at = output.indexOf('<', at + 1);
        }
        return at;
    }

    private static boolean isElement(String output, int at) {
        int end = isAt(output, at + 1, BATCH)
                ? at + 1 + BATCH.length()
                : isAt(output, at + 1, JOB) ? at + 1 + JOB.length() : -1;
        return end >= 0 && end < output.length() && isBlank(output.charAt(end));
    }

    private static boolean isAt(String output, int at, String name) {
        return output.regionMatches(true, at, name, 0, name.length());
    }

    private static boolean beginsLine(String output, int at) {
        int before = at - 1;
        while (before >= 0 && " \t\uFEFF".indexOf(output.charAt(before)) >= 0) {
            before--;
        }
        return before < 0 || "\n\r\u0085\u2028\u2029".indexOf(output.charAt(before)) >= 0;
    }

    private static boolean isBlank(char character) {
        return " \t\n\u000B\f\r".indexOf(character) >= 0;
    }

    private void read(
            boolean beginsAsBatch, List<Map<StatusField, String>> batches, Map<String, List<StatusEntry>> jobs) {
        int end = endMark();
        Map<StatusField, String> fields = fields(end < 0 ? -1 : text.lastIndexOf('"', end));
        // The end of an element is the engine's, while a name with line breaks can forge a beginning.
        if (end < 0 ? beginsAsBatch : isAt(text, end + 1, BATCH)) {
            batches.add(fields);
        } else {
            jobs.computeIfAbsent(batchOf(fields), batch -> new ArrayList<>()).add(new StatusEntry(fields, List.of()));
        }
    }

    private static String batchOf(Map<StatusField, String> fields) {
        return fields.getOrDefault(StatusField.BATCH_ID, "").toLowerCase(Locale.ROOT);
    }

    /** The position of the last {@code /batchStatus>} or {@code /jobStatus>}; -1 if there is none. */
    private int endMark() {
        int at = text.lastIndexOf('/', to - 1);
        while (at >= from && !isAt(text, at + 1, BATCH + ">") && !isAt(text, at + 1, JOB + ">")) {
            at = text.lastIndexOf('/', at - 1);
        }
        return at < from ? -1 : at;
    }

    /** The attributes, whose last value ends at {@code end}; empty if the end of the element is missing. */
    private Map<StatusField, String> fields(int end) {
        Map<StatusField, String> fields = new EnumMap<>(StatusField.class);
        List<Attribute> attributes = end < from ? List.of() : attributes(end);
        if (attributes.isEmpty()) {
            return fields;
        }
        Deque<Written> written = readBackwards(attributes, end);
        Attribute first = attributes.get(0);
        if (first.key() == StatusField.NAME) {
            dropPartsOfName(written);
            int nameEnd =
                    written.isEmpty() ? end : written.getLast().attribute().previousValueEnd();
            fields.put(StatusField.NAME, text.substring(first.valueStart(), Math.max(first.valueStart(), nameEnd)));
        }
        for (Written one : written) {
            if (one.attribute().key() instanceof StatusField field && field.isRead()) {
                fields.put(field, text.substring(one.attribute().valueStart(), one.valueEnd()));
            }
        }
        return fields;
    }

    /** Everything that looks like an attribute: whitespace, a name, and {@code ="}. */
    private List<Attribute> attributes(int end) {
        List<Attribute> attributes = new ArrayList<>(16);
        int equals = text.indexOf("=\"", from);
        while (equals >= 0 && equals + 2 <= end) {
            int start = equals;
            while (equals - start <= LONGEST_ATTRIBUTE && isLetterOrDigit(text.charAt(start - 1))) {
                start--;
            }
            int length = equals - start;
            boolean isName = length > 0 && length <= LONGEST_ATTRIBUTE && text.charAt(start) > '9';
            if (isName && start > from && isBlank(text.charAt(start - 1))) {
                String name = text.substring(start, equals);
                StatusField field = StatusField.named(name);
                attributes.add(
                        new Attribute(field == null ? name.toLowerCase(Locale.ROOT) : field, start - 1, equals + 2));
            }
            equals = text.indexOf("=\"", equals + 2);
        }
        return attributes;
    }

    private static boolean isLetterOrDigit(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }

    /** The attributes from the last to the first, without the name before them. */
    private Deque<Written> readBackwards(List<Attribute> attributes, int end) {
        Deque<Written> written = new ArrayDeque<>();
        Set<Object> keys = new HashSet<>();
        int first = attributes.get(0).key() == StatusField.NAME ? 1 : 0;
        int valueEnd = end;
        for (int at = attributes.size() - 1; at >= first; at--) {
            Attribute attribute = attributes.get(at);
            boolean followsQuote = at == 0 || text.charAt(attribute.previousValueEnd()) == '"';
            if (!followsQuote || attribute.valueStart() > valueEnd) {
                // It is part of the value of another one.
                continue;
            }
            if ((first == 1 && attribute.key() == StatusField.NAME) || !keys.add(attribute.key())) {
                // The engine writes each attribute once: this is already the name, which looks like markup.
                break;
            }
            written.addLast(new Written(attribute, valueEnd));
            valueEnd = Math.max(from, attribute.previousValueEnd());
        }
        return written;
    }

    private static void dropPartsOfName(Deque<Written> written) {
        while (!written.isEmpty() && !(written.getLast().attribute().key() instanceof StatusField)) {
            written.removeLast();
        }
    }
}
