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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What an answer says of one batch or job: its fields by their names in lower case. Any of them can be empty or missing.
 *
 * @param fields the fields as texts
 * @param jobs the entries of the jobs of a batch
 */
record StatusEntry(Map<String, String> fields, List<StatusEntry> jobs) {
    /** No batch takes longer than 30 years; a longer number is none. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    StatusEntry {
        fields = Map.copyOf(fields);
        jobs = List.copyOf(jobs);
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The id of the batch, also of that which a job belongs to. */
    Optional<BatchId> batchId() {
        return id("batchid", BatchId::new);
    }

    /** The words for the state, which are empty if the answer has none: that is no state that anybody knows. */
    StatusText status() {
        return new StatusText(fields.getOrDefault("status", ""));
    }

    /** The status of a batch. */
    BatchStatus at(BatchReference batch, Instant seenAt) {
        return new BatchStatus(
                batch,
                text("name"),
                status(),
                progress(),
                text("sentby"),
                text("submissiontime"),
                jobs.stream().map(StatusEntry::job).toList(),
                seenAt);
    }

    private JobStatus job() {
        return new JobStatus(id("jobid", JobId::new), text("name"), status(), progress());
    }

    /** The texts {@code timeElapsed} and {@code timeRemaining} follow the Mac's language: only the seconds are read. */
    private Progress progress() {
        return new Progress(perCent(), seconds("timeelapsedseconds"), seconds("timeremainingseconds"));
    }

    private OptionalInt perCent() {
        return text("percentcomplete")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(Integer::parseInt)
                .filter(perCent -> perCent <= 100)
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    private Optional<Duration> seconds(String field) {
        return text(field)
                .filter(text -> SECONDS.matcher(text).matches())
                .map(Long::parseLong)
                .map(Duration::ofSeconds);
    }

    private <T> Optional<T> id(String field, Function<String, T> of) {
        try {
            return text(field).map(of);
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    private Optional<String> text(String field) {
        return Optional.ofNullable(fields.get(field)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
