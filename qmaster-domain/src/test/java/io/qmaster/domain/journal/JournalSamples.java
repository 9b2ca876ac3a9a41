package io.qmaster.domain.journal;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Ending;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.FileIdentity;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.FrameSize;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Progress;
import io.qmaster.domain.Publication;
import io.qmaster.domain.SettingDetails;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.Timecode;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Sample data for journals. */
final class JournalSamples {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456789Z");

    private JournalSamples() {}

    /** All entries of a journal, sorted by id. */
    static List<JournalEntry> all(SubmissionJournal journal) {
        try (Stream<JournalEntry> ended = journal.ended(Instant.MIN)) {
            return Stream.concat(journal.open().stream(), ended)
                    .sorted(Comparator.comparing(entry -> entry.submissionId().value()))
                    .toList();
        }
    }

    static SubmissionId submission(int number) {
        return SubmissionId.of(new UUID(7, number));
    }

    /** A path in a folder {@code outputs}, unique to the number of the submission. */
    static Intention intention(int number) {
        return intention(submission(number), "clip " + number);
    }

    static Intention intention(SubmissionId submission, String name) {
        return new Intention(
                order(submission, name, Cluster.named("FCS Cluster"), Optional.empty()),
                1,
                "fingerprint of " + name,
                Set.of("/outputs/" + name + ".mov"),
                Optional.empty(),
                NOON);
    }

    static Intention requested(int number, String requestId) {
        Intention plain = intention(number);
        return new Intention(
                order(submission(number), "clip", Cluster.named("FCS Cluster"), Optional.of(requestId)),
                1,
                "the same request",
                plain.claims(),
                Optional.empty(),
                NOON);
    }

    static BatchOrder order(SubmissionId submission, String name, Cluster cluster, Optional<String> requestId) {
        return new BatchOrder(
                submission,
                cluster,
                cluster,
                Priority.LOW,
                name,
                false,
                List.of(plainTarget("clip")),
                Map.of(),
                requestId,
                ExistingOutput.REFUSE,
                Publication.DIRECT);
    }

    private static Target plainTarget(String name) {
        SettingFacts setting = setting("Plain", "QT", Optional.of(FrameSize.SOURCE));
        Path output = Path.of("/outputs", name + ".mov");
        return new Target(
                0,
                Path.of("/sources", name + ".mov"),
                setting,
                output,
                output,
                new FileMark(1, NOON),
                new FileMark(2, NOON),
                JobOptions.NONE);
    }

    /** An intention with all parts, in which every text is the given one. */
    static Intention full(String text) {
        BatchOrder order = new BatchOrder(
                submission(1),
                Cluster.THIS_COMPUTER,
                Cluster.named("FCS Cluster ä"),
                Priority.HIGH,
                text,
                true,
                fullTargets(text),
                Map.of("key", text, "another \"key\"", ""),
                Optional.of(text),
                ExistingOutput.REPLACE,
                Publication.ATOMIC,
                Map.of(
                        Path.of("/outputs/out 0.mov"),
                        new FileIdentity(Optional.of(text), 1L << 40, NOON),
                        Path.of("/outputs/out 0.mp4"),
                        new FileIdentity(Optional.empty(), 0, Instant.EPOCH)));
        return new Intention(
                order,
                3,
                text,
                Set.of(text, "/outputs/other.mov"),
                Optional.of(Set.of(new BatchId("B-1"), new BatchId("b.2:x_y"))),
                NOON);
    }

    private static List<Target> fullTargets(String text) {
        JobOptions ranged = new JobOptions(
                Optional.of(Timecode.parse("00:00:01;02")),
                Optional.of(Timecode.parse("01:02:03;04")),
                Optional.of(Timecode.parse("10:00:00;00")),
                Optional.of(Path.of("/side files/chapters.txt")),
                Optional.of(Path.of("/side files/annotations.txt")),
                Optional.of(Path.of("relative/captions.scc")),
                Optional.empty());
        JobOptions frames = new JobOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new ImageSequenceInput(
                        Optional.of(new BigDecimal("29.970")), Optional.of(Path.of("/sounds/track 1.wav")))));
        return List.of(
                target(0, setting(text, "QT", Optional.of(FrameSize.SOURCE)), ranged),
                target(1, setting(text, "TIFF", Optional.of(new FrameSize.Percent(12.5))), frames),
                target(2, setting(text, text, Optional.of(new FrameSize.FitWithin(1280, 720))), JobOptions.NONE),
                target(3, setting(text, "MXF", Optional.of(new FrameSize.Exactly(720, 576))), JobOptions.NONE),
                target(
                        4,
                        new SettingFacts(
                                Path.of("/s"),
                                "",
                                SettingFacts.Origin.BUILT_IN,
                                "",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                true,
                                false,
                                SettingDetails.NONE),
                        new JobOptions(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(ImageSequenceInput.FRAMES))));
    }

    private static Target target(int index, SettingFacts setting, JobOptions options) {
        return new Target(
                index,
                Path.of("/my sources/a \"clip\" \\ " + index + ".mov"),
                setting,
                Path.of("/outputs/out " + index + ".mov"),
                Path.of("/outputs/.hidden/out " + index + ".mov"),
                new FileMark(Long.MAX_VALUE, Instant.parse("1969-12-31T23:59:59.999999999Z")),
                new FileMark(0, Instant.EPOCH),
                options);
    }

    private static SettingFacts setting(String name, String encoder, Optional<FrameSize> size) {
        return new SettingFacts(
                Path.of("/settings/my setting.compressorsetting"),
                name,
                SettingFacts.Origin.USER,
                encoder,
                Optional.of("mov"),
                Optional.of("avc1"),
                Optional.of("aac "),
                size,
                false,
                true,
                SettingDetails.ofEffect(Optional.of(30000 / 1001.0), true, true, true));
    }

    static Submitted queued(String id, String... jobs) {
        return new Submitted(new BatchId(id), Stream.of(jobs).map(JobId::new).toList(), Optional.empty(), NOON);
    }

    static Submitted fullyQueued(String text) {
        return new Submitted(new BatchId("B-1"), List.of(new JobId("J-1"), new JobId("J-1")), Optional.of(text), NOON);
    }

    static Ending ending(Ending.How how, Instant at) {
        return new Ending(how, "", Optional.empty(), at);
    }

    /** An ending with all parts, in which every text is the given one. */
    static Ending fullEnding(BatchOrder order, String text) {
        List<Target> targets = order.targets();
        BatchStatus status = new BatchStatus(
                new BatchReference(new BatchId("B-1"), order.cluster()),
                Optional.of(text),
                new StatusText(BatchState.FAILED, "Aborted: " + text, Optional.of(text)),
                new Progress(
                        OptionalInt.empty(),
                        Optional.of(Duration.ofMillis(61_001)),
                        Optional.of(Duration.ofSeconds(0))),
                Optional.of(text),
                Optional.of("1. Januar 2026 um 12:00"),
                List.of(
                        new JobStatus(
                                Optional.of(new JobId("J-1")),
                                Optional.of(text),
                                new StatusText(BatchState.SUCCESSFUL, "Completed "),
                                Progress.of(100, Duration.ofSeconds(3), Duration.ZERO)),
                        new JobStatus(
                                Optional.empty(),
                                Optional.empty(),
                                new StatusText(BatchState.UNKNOWN, text),
                                Progress.NONE)),
                NOON);
        BatchResult result = new BatchResult(
                status,
                List.of(
                        Output.good(
                                targets.get(0),
                                Path.of("/outputs/out 0.mov"),
                                new FileIdentity(Optional.of(text), 1L << 40, NOON)),
                        Output.faulty(
                                targets.get(1), OutputFault.OUTPUT_MISSING, Optional.empty(), OptionalLong.empty()),
                        Output.none(targets.get(2), BatchState.CANCELLED, Optional.of(text)),
                        Output.none(plainTarget("of no order"), BatchState.FAILED, Optional.empty())),
                true,
                Optional.of(CancelCause.EXTERNAL),
                Duration.ofNanos(171_000_000_001L));
        return new Ending(Ending.How.FINAL, text, Optional.of(result), NOON);
    }

    static LogEntry line(String message) {
        return new LogEntry(NOON, LogLevel.WARNING, message);
    }
}
