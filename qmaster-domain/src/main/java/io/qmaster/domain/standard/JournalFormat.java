package io.qmaster.domain.standard;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.JobId;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.SubmissionJournal.Ending;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.port.SubmittingProcess;
import java.nio.file.InvalidPathException;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Function;

/**
 * How records stand on the lines of the journal: a JSON object each, which begins with the version of the format and the
 * kind of the record. Fields and kinds that this version does not know are left alone.
 */
final class JournalFormat {
    /** The version that is written. A reader that knows only older ones must not touch the journal. */
    static final int VERSION = 1;

    private static final String HEADER = "journal";
    private static final String NOTE = "note";

    private JournalFormat() {}

    /** What a line turned out to be. */
    sealed interface Line {
        /** A record of this version. */
        record Known(JournalRecord entry) implements Line {}

        /** A whole line of this version that says nothing of a submission that this version knows. */
        record Other() implements Line {}

        /** No record: torn, or spoilt. */
        record Torn() implements Line {}

        /** Whatever a later version says. */
        record Newer(long version) implements Line {}
    }

    /** The first line of a journal file. Another file has another generation. */
    static String header(String generation) {
        return line(HEADER).with("generation", generation).toString();
    }

    /** The generation that a first line tells; the empty text if it is no header. */
    static String generation(String firstLine) {
        try {
            JsonObject json = JsonReader.read(firstLine);
            return HEADER.equals(json.text("kind")) ? json.text("generation") : "";
        } catch (IllegalArgumentException torn) {
            return "";
        }
    }

    /**
     * Writes a record.
     *
     * @param order the latest order of its submission
     */
    static String write(JournalRecord entry, Optional<BatchOrder> order) {
        if (entry instanceof JournalRecord.Intended intended) {
            return about(intended.submission(), "intended")
                    .with("owner", write(intended.owner()))
                    .with("intention", OrderFormat.write(intended.intention()))
                    .toString();
        }
        if (entry instanceof JournalRecord.Started started) {
            return about(started.submission(), "started")
                    .with("owner", write(started.owner()))
                    .with("process", write(started.process()))
                    .toString();
        }
        if (entry instanceof JournalRecord.Attempting attempting) {
            return about(attempting.submission(), "attempting")
                    .with("attempt", attempting.attempt())
                    .with("command", attempting.command())
                    .toString();
        }
        if (entry instanceof JournalRecord.Attempted attempted) {
            return about(attempted.submission(), "attempted")
                    .with("attempt", attempted.attempt())
                    .with("outcome", attempted.outcome())
                    .toString();
        }
        if (entry instanceof JournalRecord.CancelAsked asked) {
            return about(asked.submission(), "cancelAsked")
                    .withText("cause", asked.cause().map(CancelCause::name))
                    .toString();
        }
        if (entry instanceof JournalRecord.Queued queued) {
            Submitted submitted = queued.submitted();
            return about(queued.submission(), "submitted")
                    .with("owner", write(queued.owner()))
                    .with("at", submitted.at().toString())
                    .with("batchId", submitted.batchId().value())
                    .withTexts(
                            "jobIds",
                            submitted.jobIds().stream().map(JobId::value).toList())
                    .withText("settledBy", submitted.settledBy())
                    .toString();
        }
        if (entry instanceof JournalRecord.Concluded concluded) {
            return about(concluded.submission(), "concluded")
                    .with("owner", write(concluded.owner()))
                    .with("result", ResultFormat.write(concluded.found(), order))
                    .toString();
        }
        if (entry instanceof JournalRecord.Ended ended) {
            Ending ending = ended.ending();
            return about(ended.submission(), "ended")
                    .with("at", ending.at().toString())
                    .with("how", ending.how().name())
                    .with("words", ending.words())
                    .withObject("result", ending.result().map(result -> ResultFormat.write(result, order)))
                    .toString();
        }
        JournalRecord.Noted noted = (JournalRecord.Noted) entry;
        return about(noted.submission(), NOTE)
                .with("at", noted.line().at().toString())
                .with("level", noted.line().level().name())
                .with("message", noted.line().message())
                .toString();
    }

    /**
     * Reads a line.
     *
     * @param orders the latest order of a submission that was read before
     * @throws InvalidPathException if a path cannot be expressed in the character set of this process
     */
    static Line read(String line, Function<SubmissionId, Optional<BatchOrder>> orders) {
        try {
            JsonObject json = JsonReader.read(line);
            long version = json.number("v");
            if (version > VERSION) {
                return new Line.Newer(version);
            }
            return record(json, orders).<Line>map(Line.Known::new).orElseGet(Line.Other::new);
        } catch (InvalidPathException notOurCharacters) {
            throw notOurCharacters;
        } catch (IllegalArgumentException
                | DateTimeException
                | ArithmeticException
                | ClassCastException
                | IndexOutOfBoundsException spoilt) {
            return new Line.Torn();
        }
    }

    /**
     * What a line is about.
     *
     * @param submission the submission
     * @param isNote whether it is a line of its story
     */
    record Subject(SubmissionId submission, boolean isNote) {}

    /** What a line is about, even if this version does not know its kind; empty if it is torn. */
    static Optional<Subject> subject(String line) {
        try {
            JsonObject json = JsonReader.read(line);
            boolean isNote = json.text("kind").equals(NOTE);
            return submission(json).map(submission -> new Subject(submission, isNote));
        } catch (IllegalArgumentException torn) {
            return Optional.empty();
        }
    }

    private static Optional<SubmissionId> submission(JsonObject json) {
        return json.text("submission", SubmissionId::new);
    }

    private static Optional<JournalRecord> record(
            JsonObject json, Function<SubmissionId, Optional<BatchOrder>> orders) {
        String kind = json.text("kind");
        Optional<SubmissionId> about = submission(json);
        if (about.isEmpty()) {
            return Optional.empty();
        }
        SubmissionId submission = about.get();
        return switch (kind) {
            case "intended" ->
                Optional.of(new JournalRecord.Intended(
                        owner(json.object("owner")), OrderFormat.intention(json.object("intention"), submission)));
            case "started" ->
                Optional.of(new JournalRecord.Started(
                        submission, owner(json.object("owner")), process(json.object("process"))));
            case "attempting" ->
                Optional.of(
                        new JournalRecord.Attempting(submission, json.smallNumber("attempt"), json.text("command")));
            case "attempted" ->
                Optional.of(new JournalRecord.Attempted(submission, json.smallNumber("attempt"), json.text("outcome")));
            case "cancelAsked" ->
                Optional.of(new JournalRecord.CancelAsked(submission, json.text("cause", CancelCause::valueOf)));
            case "submitted" ->
                Optional.of(new JournalRecord.Queued(submission, owner(json.object("owner")), submitted(json)));
            case "concluded" ->
                Optional.of(new JournalRecord.Concluded(
                        submission,
                        owner(json.object("owner")),
                        ResultFormat.result(json.object("result"), orders.apply(submission))));
            case "ended" -> Optional.of(new JournalRecord.Ended(submission, ending(json, orders.apply(submission))));
            case NOTE ->
                Optional.of(new JournalRecord.Noted(
                        submission,
                        new LogEntry(json.moment("at"), LogLevel.valueOf(json.text("level")), json.text("message"))));
            default -> Optional.empty();
        };
    }

    private static Submitted submitted(JsonObject json) {
        return new Submitted(
                new BatchId(json.text("batchId")),
                json.texts("jobIds").stream().map(JobId::new).toList(),
                json.text("settledBy", text -> text),
                json.moment("at"));
    }

    private static Ending ending(JsonObject json, Optional<BatchOrder> order) {
        return new Ending(
                Ending.How.valueOf(json.text("how")),
                json.text("words"),
                json.optionalObject("result").map(result -> ResultFormat.result(result, order)),
                json.moment("at"));
    }

    private static JsonObject write(Owner owner) {
        return write(owner.process()).with("host", owner.host()).with("token", owner.token());
    }

    private static Owner owner(JsonObject json) {
        return new Owner(json.text("token"), json.text("host"), process(json));
    }

    private static JsonObject write(SubmittingProcess process) {
        return new JsonObject()
                .with("pid", process.pid())
                .with("startedAt", process.startedAt().toString());
    }

    private static SubmittingProcess process(JsonObject json) {
        return new SubmittingProcess(json.number("pid"), json.moment("startedAt"));
    }

    private static JsonObject line(String kind) {
        return new JsonObject().with("v", VERSION).with("kind", kind);
    }

    private static JsonObject about(SubmissionId submission, String kind) {
        return line(kind).with("submission", submission.value());
    }
}
