package io.qmaster.cli.output;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Progress;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The columns of a table of batches, which can also be sorted by them. */
public enum BatchColumn {
    /** The name of the batch without the token that makes it unique. */
    NAME(12, 0),
    /** The engine's id, or the id of the submission if it has no batch. */
    ID(8, 0),
    /** The state, and whether the batch was given up. */
    STATE(Integer.MAX_VALUE, 0),
    /** Per cent. */
    DONE(Integer.MAX_VALUE, 1),
    /** The remaining time as the engine estimates it. */
    LEFT(Integer.MAX_VALUE, 2),
    /** The elapsed time. */
    ELAPSED(Integer.MAX_VALUE, 4),
    /** The time since this user submitted it. */
    AGE(Integer.MAX_VALUE, 3),
    /** When this user submitted it, in local time. */
    SUBMITTED(Integer.MAX_VALUE, 9),
    /** The priority. */
    PRIORITY(Integer.MAX_VALUE, 7),
    /** Where it runs. */
    CLUSTER(10, 6),
    /** The labels. */
    LABELS(8, 8),
    /** The request id. */
    REQUEST(8, 10),
    /** The first failed file, and why it failed. */
    FAILED(16, 5);

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int MOST_DAYS = 100;

    private final int least;
    private final int rank;

    BatchColumn(int least, int rank) {
        this.least = least;
        this.rank = rank;
    }

    /** The word for it on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Texts ascend; times and numbers descend; unknown values come last. */
    public Comparator<BatchRecord> order() {
        return switch (this) {
            case NAME -> text(BatchRecord::plainName);
            case ID -> text(BatchColumn::id);
            case STATE -> smallest(BatchRecord::state);
            case DONE -> largest(batch -> boxed(batch.percentComplete()));
            case LEFT -> largest(BatchColumn::left);
            case ELAPSED -> largest(BatchColumn::elapsed);
            case AGE, SUBMITTED -> largest(BatchRecord::submittedAt);
            case PRIORITY -> largest(BatchRecord::priority);
            case CLUSTER -> text(BatchColumn::cluster);
            case LABELS -> text(BatchColumn::labels);
            case REQUEST -> text(BatchRecord::requestId);
            case FAILED -> text(BatchColumn::failed);
        };
    }

    /** The column; one that was requested is never left out. */
    FittingTable.Column column(boolean wanted) {
        return new FittingTable.Column(name(), least, wanted ? 0 : rank);
    }

    String cell(BatchRecord batch, Instant now) {
        return known(batch, now).filter(text -> !text.isBlank()).orElse(FittingTable.NONE);
    }

    private Optional<String> known(BatchRecord batch, Instant now) {
        return switch (this) {
            case NAME -> batch.plainName();
            case ID -> id(batch);
            case STATE -> state(batch);
            case DONE -> percent(batch.percentComplete());
            case LEFT -> left(batch).map(Durations::words);
            case ELAPSED -> elapsed(batch).map(Durations::words);
            case AGE -> batch.submittedAt().map(at -> age(Duration.between(at, now)));
            case SUBMITTED -> batch.submittedAt().map(BatchColumn::local);
            case PRIORITY -> batch.priority().map(Priority::word);
            case CLUSTER -> cluster(batch);
            case LABELS -> labels(batch);
            case REQUEST -> batch.requestId();
            case FAILED -> failed(batch);
        };
    }

    private static Optional<String> cluster(BatchRecord batch) {
        return batch.cluster().map(Cluster::displayName);
    }

    static Optional<String> percent(OptionalInt percent) {
        return boxed(percent).map(number -> number + " %");
    }

    static Optional<Duration> left(BatchState state, Progress progress) {
        return progress.remaining().filter(left -> !state.isFinal() && !left.equals(Duration.ZERO));
    }

    private static Optional<String> id(BatchRecord batch) {
        return batch.batch()
                .map(BatchReference::id)
                .map(BatchId::value)
                .or(() -> batch.submission().map(SubmissionRecord::id).map(SubmissionId::value));
    }

    /** The engine's word for a state that is not known. */
    private static Optional<String> state(BatchRecord batch) {
        Optional<String> words =
                batch.status().map(status -> status.text().raw().strip());
        Optional<String> state =
                batch.state().flatMap(known -> known == BatchState.UNKNOWN ? words : Optional.of(known.name()));
        return batch.submission().filter(SubmissionRecord::isGivenUp).isPresent()
                ? Optional.of(state.map(shown -> shown + ", given up").orElse("given up"))
                : state;
    }

    private static Optional<Duration> left(BatchRecord batch) {
        return batch.status().flatMap(status -> left(status.state(), status.progress()));
    }

    private static Optional<Duration> elapsed(BatchRecord batch) {
        return batch.status()
                .map(BatchStatus::progress)
                .flatMap(Progress::elapsed)
                .filter(time -> !time.isZero());
    }

    private static String local(Instant moment) {
        return LOCAL.format(moment.atZone(ZoneId.systemDefault()));
    }

    /** Shortened to two units. */
    private static String age(Duration age) {
        if (age.toDays() >= MOST_DAYS) {
            return age.toDays() / 7 + "w";
        }
        if (age.toDays() > 0) {
            return age.toDays() + "d" + (age.toHoursPart() > 0 ? age.toHoursPart() + "h" : "");
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h" + (age.toMinutesPart() > 0 ? age.toMinutesPart() + "m" : "");
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
    }

    private static Optional<String> labels(BatchRecord batch) {
        return batch.submission()
                .map(known -> known.order().labels().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(",")));
    }

    private static Optional<String> failed(BatchRecord batch) {
        List<Path> sources = batch.failedSources();
        Optional<String> file = sources.stream()
                .findFirst()
                .map(FileNames::of)
                .map(name -> sources.size() == 1 ? name : name + " and " + (sources.size() - 1) + " more");
        return batch.complaint()
                .map(why -> file.map(name -> name + ": " + why).orElse(why))
                .or(() -> file);
    }

    private static Optional<Integer> boxed(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    private static Comparator<BatchRecord> text(Function<BatchRecord, Optional<String>> key) {
        return smallest(batch -> key.apply(batch).map(text -> text.toLowerCase(Locale.ROOT)));
    }

    private static <T extends Comparable<? super T>> Comparator<BatchRecord> smallest(
            Function<BatchRecord, Optional<T>> key) {
        return Comparator.comparing(
                batch -> key.apply(batch).orElse(null), Comparator.nullsLast(Comparator.naturalOrder()));
    }

    private static <T extends Comparable<? super T>> Comparator<BatchRecord> largest(
            Function<BatchRecord, Optional<T>> key) {
        return Comparator.comparing(
                batch -> key.apply(batch).orElse(null), Comparator.nullsLast(Comparator.reverseOrder()));
    }
}
