package io.qmaster.compressor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads legacy answers for status: elements that begin a line and are "closed" inside their own tag, {@code <batchStatus
 * name="…" … status="Processing" batchid="UUID" /batchStatus>}.
 *
 * <p>The name comes first and is what a user typed: quotes, angle brackets and all (a Compressor 4 answer of 2022 has
 * {@code name="#4711: "Hallo" – Großer Saal"}). No parser of markup can read that: of a batch that somebody called {@code
 * x" status="Successful} it would take the name for the status. So an element is read from its end: the attributes that
 * the engine wrote stand there, and what is left in front of them is the name.
 */
final class StatusMarkup {
    /** Where an element begins. A JSON text cannot hold this: no line of it begins inside a name. */
    private static final Pattern START = Pattern.compile(
            "^[ \\t\\uFEFF]*<(batchStatus|jobStatus)(?=\\s)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    private static final Pattern END = Pattern.compile("/(batchStatus|jobStatus)>", Pattern.CASE_INSENSITIVE);

    private static final Pattern ATTRIBUTE = Pattern.compile("\\s([A-Za-z][A-Za-z0-9]{0,63})=\"");

    private static final String NAME = "name";

    /** The attributes that were seen. Between them others of a newer version may stand, in front of them only the name. */
    private static final Set<String> KNOWN = Set.of(
            "submissiontime",
            "sentby",
            "jobtype",
            "priority",
            "timeelapsed",
            "timeremaining",
            "timeelapsedseconds",
            "timeremainingseconds",
            "percentcomplete",
            "resumepercentcomplete",
            "status",
            "jobid",
            "batchid");

    private StatusMarkup() {}

    /** Where an attribute stands in an element: its key, and its value with the quotes around it. */
    private record Found(String key, int start, int valueStart) {
        int endOfValueInFront() {
            return start - 1;
        }
    }

    /** An attribute that is one, with its value. */
    private record Field(String key, String value, int endOfValueInFront) {}

    /** The batches with their jobs; none at all if the output holds no element. An element that is cut off tells nothing. */
    static Optional<List<StatusEntry>> entries(String output) {
        List<MatchResult> starts = START.matcher(output).results().toList();
        if (starts.isEmpty()) {
            return Optional.empty();
        }
        List<Map<String, String>> batches = new ArrayList<>();
        Map<String, List<StatusEntry>> jobs = new HashMap<>();
        for (int at = 0; at < starts.size(); at++) {
            MatchResult start = starts.get(at);
            int next = at + 1 < starts.size() ? starts.get(at + 1).start() : output.length();
            String element = output.substring(start.end(), next);
            Map<String, String> fields = fields(element);
            if (kindOf(element).orElse(start.group(1)).equalsIgnoreCase("batchStatus")) {
                batches.add(fields);
            } else {
                jobs.computeIfAbsent(batchOf(fields), batch -> new ArrayList<>())
                        .add(new StatusEntry(fields, List.of()));
            }
        }
        return Optional.of(batches.stream()
                .map(fields -> new StatusEntry(fields, jobs.getOrDefault(batchOf(fields), List.of())))
                .toList());
    }

    /** What the end of an element says of it: that is the engine's, while a name with line breaks can forge a beginning. */
    private static Optional<String> kindOf(String element) {
        return END.matcher(element).results().reduce((earlier, later) -> later).map(mark -> mark.group(1));
    }

    private static String batchOf(Map<String, String> fields) {
        return fields.getOrDefault("batchid", "").toLowerCase(Locale.ROOT);
    }

    /** The attributes of an element, given what stands behind {@code <batchStatus}; none if its end is missing. */
    private static Map<String, String> fields(String element) {
        int end = lastQuoteBeforeEnd(element);
        List<Found> attributes = end < 0 ? List.of() : attributes(element.substring(0, end));
        Map<String, String> fields = new HashMap<>();
        if (!attributes.isEmpty()) {
            Deque<Field> written = readBackwards(element, attributes, end);
            Found first = attributes.get(0);
            if (first.key().equals(NAME)) {
                dropWhatIsPartOfTheName(written);
                int nameEnd = written.isEmpty() ? end : written.getLast().endOfValueInFront();
                fields.put(NAME, element.substring(first.valueStart(), Math.max(first.valueStart(), nameEnd)));
            }
            written.forEach(field -> fields.put(field.key(), field.value()));
        }
        return fields;
    }

    private static int lastQuoteBeforeEnd(String element) {
        return END.matcher(element)
                .results()
                .reduce((earlier, later) -> later)
                .map(mark -> element.lastIndexOf('"', mark.start()))
                .orElse(-1);
    }

    private static List<Found> attributes(String element) {
        return ATTRIBUTE
                .matcher(element)
                .results()
                .map(match -> new Found(StatusEntry.key(match.group(1)), match.start(), match.end()))
                .toList();
    }

    /** The attributes from the last to the first; the name in front of them stays out. */
    private static Deque<Field> readBackwards(String element, List<Found> attributes, int end) {
        Deque<Field> fields = new ArrayDeque<>();
        Set<String> keys = new HashSet<>();
        int first = attributes.get(0).key().equals(NAME) ? 1 : 0;
        int valueEnd = end;
        for (int at = attributes.size() - 1; at >= first; at--) {
            Found attribute = attributes.get(at);
            boolean closedInFront = at == 0 || element.charAt(attribute.endOfValueInFront()) == '"';
            if (!closedInFront || attribute.valueStart() > valueEnd) {
                // It is part of the value of another one.
                continue;
            }
            if ((first == 1 && attribute.key().equals(NAME)) || !keys.add(attribute.key())) {
                // The engine writes each attribute once: here the name begins, which somebody made look like markup.
                break;
            }
            fields.addLast(new Field(
                    attribute.key(),
                    element.substring(attribute.valueStart(), valueEnd),
                    attribute.endOfValueInFront()));
            valueEnd = Math.max(0, attribute.endOfValueInFront());
        }
        return fields;
    }

    private static void dropWhatIsPartOfTheName(Deque<Field> fields) {
        while (!fields.isEmpty() && !KNOWN.contains(fields.getLast().key())) {
            fields.removeLast();
        }
    }
}
