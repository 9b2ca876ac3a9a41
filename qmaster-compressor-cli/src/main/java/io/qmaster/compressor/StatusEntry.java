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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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

    private static final String STATUS = "status";
    private static final String SENT_BY = "sentby";

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
        return StatusText.ofQmaster(fields.getOrDefault(STATUS, ""));
    }

    /**
     * The same without what must not be seen in a reason, an unknown word or the name of a user. The words for a state are
     * left as they are, and so is a name, by which a batch is known again.
     */
    StatusEntry masked(UnaryOperator<String> mask) {
        Map<String, String> masked = new HashMap<>(fields);
        masked.computeIfPresent(STATUS, (key, words) -> masked(StatusText.ofQmaster(words), mask));
        masked.computeIfPresent(SENT_BY, (key, user) -> mask.apply(user));
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

    /** The status of a batch. */
    BatchStatus at(BatchReference batch, Instant seenAt) {
        return new BatchStatus(
                batch,
                text("name"),
                status(),
                progress(),
                text(SENT_BY),
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
