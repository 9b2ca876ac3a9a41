package io.qmaster.domain.journal;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Ending;
import io.qmaster.domain.JobId;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.port.SubmittingProcess;
import java.nio.file.InvalidPathException;
import java.time.DateTimeException;
import java.util.Optional;

/**
 * Writes and reads records as lines: the version of the format, the kind of the record, and its {@link Fields}. Unknown
 * fields and kinds are ignored.
 */
final class RecordFormat {
    /** The version that is written. A program that knows only older versions must not use the journal. */
    static final int VERSION = 2;

    private RecordFormat() {}

    /** The result of reading a line. */
    sealed interface Line {
        /** A record of this version. */
        record Known(JournalRecord entry) implements Line {}

        /** A complete line of an unknown kind. */
        record Other() implements Line {}

        /** An incomplete or damaged line. */
        record Damaged() implements Line {}

        /** A line of a later version. */
        record Newer(int version) implements Line {}
    }

    /**
     * Writes a record.
     *
     * @param order the latest order of its submission; empty for its first record
     */
    static String write(JournalRecord entry, Optional<BatchOrder> order) {
        Fields fields = new Fields();
        String kind;
        if (entry instanceof JournalRecord.Intended intended) {
            kind = "intended";
            write(intended.owner(), fields.in("owner"));
            OrderFields.write(intended.intention(), fields);
        } else if (entry instanceof JournalRecord.Started started) {
            kind = "started";
            write(started.owner(), fields.in("owner"));
            write(started.process(), fields);
        } else if (entry instanceof JournalRecord.Attempting attempting) {
            kind = "attempting";
            fields.with("attempt", attempting.attempt()).with("command", attempting.command());
        } else if (entry instanceof JournalRecord.Attempted attempted) {
            kind = "attempted";
            fields.with("attempt", attempted.attempt()).with("outcome", attempted.outcome());
        } else if (entry instanceof JournalRecord.CancelAsked asked) {
            kind = "cancelAsked";
            fields.with("granted", asked.cause().isPresent())
                    .with("cause", asked.cause().map(CancelCause::name));
        } else if (entry instanceof JournalRecord.JobCancelAsked asked) {
            kind = "jobCancelAsked";
            fields.with("jobId", asked.job()).with("granted", asked.granted());
        } else if (entry instanceof JournalRecord.Queued queued) {
            kind = "submitted";
            Submitted submitted = queued.submitted();
            write(queued.owner(), fields.in("owner"));
            fields.with("at", submitted.at())
                    .with("batchId", submitted.batchId())
                    .withTexts("jobIds", submitted.jobIds())
                    .with("settledBy", submitted.settledBy());
        } else if (entry instanceof JournalRecord.Concluded concluded) {
            kind = "concluded";
            write(concluded.owner(), fields.in("owner"));
            ResultFields.write(concluded.found(), order, fields.in("result"));
        } else if (entry instanceof JournalRecord.Ended ended) {
            kind = "ended";
            Ending ending = ended.ending();
            fields.with("at", ending.at()).with("how", ending.how().name()).with("words", ending.words());
            ending.result().ifPresent(result -> ResultFields.write(result, order, fields.in("result")));
        } else {
            kind = "note";
            LogEntry line = ((JournalRecord.Noted) entry).line();
            fields.with("at", line.at()).with("level", line.level().name()).with("message", line.message());
        }
        return VERSION + " " + kind + " " + fields;
    }

    /**
     * Reads a line.
     *
     * @param order its latest order, if known
     * @throws InvalidPathException if a path cannot be expressed in the character set of this process
     */
    static Line read(String line, SubmissionId submission, Optional<BatchOrder> order) {
        try {
            String[] parts = line.split(" ", 3);
            if (parts.length < 3 || parts[0].length() > 4) {
                return new Line.Damaged();
            }
            int version = Integer.parseInt(parts[0]);
            return version > VERSION
                    ? new Line.Newer(version)
                    : read(parts[1], Fields.parse(parts[2]), submission, order)
                            .<Line>map(Line.Known::new)
                            .orElseGet(Line.Other::new);
        } catch (InvalidPathException notOurCharacters) {
            throw notOurCharacters;
        } catch (IllegalArgumentException
                | DateTimeException
                | ArithmeticException
                | IndexOutOfBoundsException damaged) {
            return new Line.Damaged();
        }
    }

    private static Optional<JournalRecord> read(
            String kind, Fields fields, SubmissionId submission, Optional<BatchOrder> order) {
        return switch (kind) {
            case "intended" ->
                Optional.of(new JournalRecord.Intended(
                        owner(fields.in("owner")), OrderFields.intention(fields, submission)));
            case "started" -> Optional.of(new JournalRecord.Started(owner(fields.in("owner")), process(fields)));
            case "attempting" ->
                Optional.of(new JournalRecord.Attempting(fields.smallNumber("attempt"), fields.text("command")));
            case "attempted" ->
                Optional.of(new JournalRecord.Attempted(fields.smallNumber("attempt"), fields.text("outcome")));
            case "cancelAsked" ->
                Optional.of(new JournalRecord.CancelAsked(fields.text("cause", CancelCause::valueOf)));
            case "jobCancelAsked" ->
                Optional.of(new JournalRecord.JobCancelAsked(new JobId(fields.text("jobId")), fields.flag("granted")));
            case "submitted" -> Optional.of(new JournalRecord.Queued(owner(fields.in("owner")), submitted(fields)));
            case "concluded" ->
                Optional.of(new JournalRecord.Concluded(
                        owner(fields.in("owner")), ResultFields.result(fields.in("result"), order)));
            case "ended" ->
                Optional.of(new JournalRecord.Ended(new Ending(
                        Ending.How.valueOf(fields.text("how")),
                        fields.text("words"),
                        fields.part("result", result -> ResultFields.result(result, order)),
                        fields.moment("at"))));
            case "note" ->
                Optional.of(new JournalRecord.Noted(new LogEntry(
                        fields.moment("at"), LogLevel.valueOf(fields.text("level")), fields.text("message"))));
            default -> Optional.empty();
        };
    }

    private static Submitted submitted(Fields fields) {
        return new Submitted(
                new BatchId(fields.text("batchId")),
                fields.texts("jobIds").stream().map(JobId::new).toList(),
                fields.text("settledBy", text -> text),
                fields.moment("at"));
    }

    static void write(Owner owner, Fields fields) {
        fields.with("token", owner.token()).with("host", owner.host());
        write(owner.process(), fields);
    }

    static Owner owner(Fields fields) {
        return new Owner(fields.text("token"), fields.text("host"), process(fields));
    }

    private static void write(SubmittingProcess process, Fields fields) {
        fields.with("pid", process.pid()).with("startedAt", process.startedAt());
    }

    private static SubmittingProcess process(Fields fields) {
        return new SubmittingProcess(fields.number("pid"), fields.moment("startedAt"));
    }
}
