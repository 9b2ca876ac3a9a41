package io.qmaster.compressor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads JSON answers to status queries in one pass: arrays of batches, one after another. Early ones are empty until
 * the batch is registered (seen with Compressor 5.4), so the last that is not empty counts.
 *
 * <p>An empty array means that there is no batch only if nothing else in the answer may be one.
 */
final class StatusJson implements JsonPieces.Reader {
    private static final String BATCH = "batchStatus";
    private static final String JOB = "jobStatus";
    private static final String JOBS = "jobs";
    private static final Pattern BATCH_FIELD = Pattern.compile("\"" + BATCH + "\"", Pattern.CASE_INSENSITIVE);

    private @Nullable List<StatusEntry> last;
    /** Whether anything outside the lists may be a batch: then a list may be incomplete. */
    private boolean isIncomplete;

    private StatusJson() {}

    /** The entries of the last array that is not empty; no list if there is no array of batches. */
    static Optional<List<StatusEntry>> entries(String output) {
        StatusJson answer = new StatusJson();
        JsonPieces.read(output, answer);
        if (answer.last != null && answer.isIncomplete) {
            // A truncated list must not look like a complete one.
            answer.last.add(StatusEntry.NOTHING_KNOWN);
        }
        return Optional.ofNullable(answer.last);
    }

    @Override
    public void piece(JsonParser parser) {
        Piece piece = new Piece(parser);
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            isIncomplete |= piece.skipFields();
            return;
        }
        piece.readList();
        boolean isList = piece.elements == 0 || piece.batches > 0;
        isIncomplete |= isList ? piece.named > piece.batches : piece.hasContainers;
        if (isList && (last == null || piece.elements > 0)) {
            last = piece.entries;
        }
    }

    @Override
    public void skipped(String text) {
        isIncomplete |= BATCH_FIELD.matcher(text).find();
    }

    /** One array or object. Its content counts only after it was read to its end. */
    private static final class Piece {
        private final JsonParser parser;
        private final List<StatusEntry> entries = new ArrayList<>();
        private int elements;
        private boolean hasContainers;
        private int batches;
        /** How many fields at any depth have the name of a batch. */
        private int named;

        Piece(JsonParser parser) {
            this.parser = parser;
        }

        void readList() {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements++;
                hasContainers |= parser.currentToken().isStructStart();
                entries.add(parser.currentToken() == JsonToken.START_OBJECT ? element() : skipped());
            }
        }

        private StatusEntry element() {
            StatusEntry entry = null;
            while (nextField()) {
                boolean isBatch = parser.currentToken() == JsonToken.START_OBJECT
                        && parser.currentName().equalsIgnoreCase(BATCH);
                if (isBatch && entry == null) {
                    batches++;
                    entry = entry();
                } else {
                    skip();
                }
            }
            return entry == null ? StatusEntry.NOTHING_KNOWN : entry;
        }

        private StatusEntry entry() {
            Map<StatusField, String> fields = new EnumMap<>(StatusField.class);
            List<StatusEntry> jobs = List.of();
            while (nextField()) {
                if (parser.currentToken() == JsonToken.START_ARRAY
                        && jobs.isEmpty()
                        && parser.currentName().equalsIgnoreCase(JOBS)) {
                    jobs = jobs();
                } else if (parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL) {
                    StatusField field = StatusField.named(parser.currentName());
                    if (field != null && field.isRead()) {
                        fields.put(field, parser.getString());
                    }
                } else {
                    skip();
                }
            }
            return new StatusEntry(fields, jobs);
        }

        private List<StatusEntry> jobs() {
            List<StatusEntry> jobs = new ArrayList<>(1);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    skip();
                    continue;
                }
                while (nextField()) {
                    if (parser.currentToken() == JsonToken.START_OBJECT
                            && parser.currentName().equalsIgnoreCase(JOB)) {
                        jobs.add(entry());
                    } else {
                        skip();
                    }
                }
            }
            return jobs;
        }

        /** Moves to the value of the next field of an object; false at its end. */
        private boolean nextField() {
            if (parser.nextToken() == JsonToken.END_OBJECT) {
                return false;
            }
            count();
            parser.nextToken();
            return true;
        }

        private void count() {
            if (parser.currentName().equalsIgnoreCase(BATCH)) {
                named++;
            }
        }

        private StatusEntry skipped() {
            skip();
            return StatusEntry.NOTHING_KNOWN;
        }

        /** Skips an object; returns whether it has a field. */
        boolean skipFields() {
            boolean any = false;
            while (nextField()) {
                any = true;
                skip();
            }
            return any;
        }

        /** Moves to the end of the current value. */
        private void skip() {
            int depth = 0;
            do {
                JsonToken token = parser.currentToken();
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.PROPERTY_NAME) {
                    count();
                }
            } while (depth > 0 && parser.nextToken() != null);
        }
    }
}
