package io.qmaster.compressor;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.StatusText;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The fields of one batch or job in an answer. Any field can be empty or missing.
 *
 * @param fields the fields as texts; not modified
 * @param jobs the entries of the jobs of a batch
 */
record StatusEntry(Map<StatusField, String> fields, List<StatusEntry> jobs) {
    /** Longer numbers are ignored: no batch takes longer than 30 years. */
    private static final int LONGEST_NUMBER = 9;

    /** An entry that cannot be read. */
    static final StatusEntry NOTHING_KNOWN = new StatusEntry(Map.of(), List.of());

    /** The id of the batch, or of the batch of a job. */
    Optional<BatchId> batchId() {
        return id(StatusField.BATCH_ID, BatchId::new);
    }

    /** The status; its text is empty and its state unknown if the answer has none. */
    StatusText status() {
        return StatusText.ofQmaster(fields.getOrDefault(StatusField.STATUS, ""));
    }

    /**
     * A copy with secrets masked in the reason, an unknown status or the name of a user. A known status and the name,
     * which identifies a batch, stay unchanged.
     */
    StatusEntry masked(UnaryOperator<String> mask) {
        Map<StatusField, String> masked = new EnumMap<>(StatusField.class);
        masked.putAll(fields);
        masked.computeIfPresent(StatusField.STATUS, (field, words) -> masked(StatusText.ofQmaster(words), mask));
        masked.computeIfPresent(StatusField.SENT_BY, (field, user) -> mask.apply(user));
        return new StatusEntry(
                masked, jobs.stream().map(job -> job.masked(mask)).toList());
    }

    private static String masked(StatusText status, UnaryOperator<String> mask) {
        String words = status.raw();
        int reason = words.indexOf(':') + 1;
        return switch (status.state()) {
            case UNKNOWN -> mask.apply(words);
            case FAILED -> reason == 0 ? words : words.substring(0, reason) + mask.apply(words.substring(reason));
            default -> words;
        };
    }

    BatchStatus at(BatchReference batch, Instant seenAt) {
        return new BatchStatus(
                batch,
                text(StatusField.NAME),
                status(),
                progress(),
                text(StatusField.SENT_BY),
                text(StatusField.SUBMISSION_TIME),
                jobs.stream().map(StatusEntry::job).toList(),
                seenAt);
    }

    private JobStatus job() {
        return new JobStatus(id(StatusField.JOB_ID, JobId::new), text(StatusField.NAME), status(), progress());
    }

    private Progress progress() {
        return new Progress(perCent(), seconds(StatusField.ELAPSED_SECONDS), seconds(StatusField.REMAINING_SECONDS));
    }

    private OptionalInt perCent() {
        return text(StatusField.PERCENT_COMPLETE)
                .filter(StatusEntry::isNumber)
                .map(Integer::parseInt)
                .filter(perCent -> perCent <= 100)
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    private Optional<Duration> seconds(StatusField field) {
        return text(field).filter(StatusEntry::isNumber).map(Long::parseLong).map(Duration::ofSeconds);
    }

    private static boolean isNumber(String text) {
        return text.length() <= LONGEST_NUMBER && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private <T> Optional<T> id(StatusField field, Function<String, T> of) {
        try {
            return text(field).map(of);
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private Optional<String> text(StatusField field) {
        return Optional.ofNullable(fields.get(field)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
