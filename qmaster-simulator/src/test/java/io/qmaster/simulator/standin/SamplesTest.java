package io.qmaster.simulator.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import io.qmaster.domain.Priority;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.simulator.QmasterState;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.MonitoredBatch;
import io.qmaster.simulator.model.MonitoredBatch.Job;
import io.qmaster.simulator.model.MonitoredBatch.Progress;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.model.SubmissionAnswer;
import io.qmaster.simulator.scenario.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With the same ids, process ids and times, stand-ins print the recorded answers of the real programs byte for byte.
 */
class SamplesTest {
    private static final String FIRST_JOB = "34EE03A7-7D31-4768-A50D-458495B4ABC4";
    private static final String SECOND_JOB = "5B0E6E0C-52D6-4B0B-9C67-0C1D7E2F3A4B";
    private static final String BATCH = "86F264AF-60C1-445C-B870-597CB6814AB2";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void aBatchQueuedByCompressor5() throws Exception {
        int exitCode = compressor(
                StandInGeneration.COMPRESSOR_5_4,
                queued(BATCH, FIRST_JOB, SECOND_JOB),
                true,
                environment("editor", 93565, "1f4c2d", "2026-10-01T20:30:44.162Z"),
                arguments("-locationpath", "a.mov", "b.mov", "-outputformat", "json"));

        assertThat(exitCode).isZero();
        assertThat(out()).isEqualTo(sample("compressor-5/submit.stdout"));
        assertThat(err()).isEqualTo(sample("compressor-5/submit.stderr"));
    }

    @Test
    void aBatchRefusedByTheServiceOfCompressor5() throws Exception {
        int exitCode = compressor(
                StandInGeneration.COMPRESSOR_5_2,
                new SubmissionAnswer.ServiceRefused(),
                false,
                environment("editor", 4411, "2b7f10", "2026-05-05T21:14:09.518Z"),
                arguments("-locationpath", "a.mov"));

        assertThat(exitCode).isEqualTo(3);
        assertThat(out()).isEmpty();
        assertThat(err()).isEqualTo(sample("compressor-5/submit-refused.stderr"));
    }

    @Test
    void aFolderAsOutputOfCompressor5() throws Exception {
        Files.createDirectory(folder.resolve("a folder"));

        int exitCode = compressor(
                StandInGeneration.COMPRESSOR_5_4,
                queued(BATCH, FIRST_JOB),
                false,
                environment("editor", 93911, "1f5a77", "2026-10-01T20:33:10.004Z"),
                arguments("-locationpath", "a folder"));

        assertThat(exitCode).isEqualTo(255);
        assertThat(err()).isEqualTo(sample("compressor-5/submit-parameter-error.stderr"));
    }

    @Test
    void aBatchQueuedByCompressor4() throws Exception {
        int exitCode = compressor(
                StandInGeneration.COMPRESSOR_4,
                queued("0E847C38-4CF5-4BBE-9196-384FF2820CC8", "197B1255-06F8-481D-B6B8-04DD18D18117"),
                false,
                environment("editor", 2824, "239654", "2020-11-14T18:45:28.337Z", "2020-11-14T18:45:28.353Z"),
                arguments("-locationpath", "a.mov"));

        assertThat(exitCode).isZero();
        assertThat(out()).isEmpty();
        assertThat(err()).isEqualTo(sample("compressor-4/submit.stderr"));
    }

    @Test
    void aBatchQueuedByFinalCutStudio() throws Exception {
        compressor(
                StandInGeneration.FINAL_CUT_STUDIO,
                queued("B58B0883-3912-4109-8C8E-EB50C3F52C78", "3DA2C0F7-5B7E-4C58-9C0E-6B1C1F2D7A10"),
                false,
                environment("hunterbj", 812, "10b", "2011-04-14T10:22:31.104Z", "2011-04-14T10:22:31.377Z"),
                arguments("-destinationpath", "a.mov"));

        assertThat(err()).isEqualTo(sample("final-cut-studio/submit.stderr"));
    }

    @Test
    void aClusterThatIsDownInFinalCutStudio() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-clustername", "FCS Cluster"));
        arguments.addAll(arguments("-destinationpath", "a.mov"));

        int exitCode = compressor(
                StandInGeneration.FINAL_CUT_STUDIO,
                new SubmissionAnswer.ClusterNotFound(),
                false,
                environment("hunterbj", 839, "10b", "2011-04-14T10:31:02.918Z"),
                arguments);

        assertThat(exitCode).isZero();
        assertThat(err()).isEqualTo(sample("final-cut-studio/submit-cluster-missing.stderr"));
    }

    @Test
    void theMonitorOfFinalCutStudio() throws Exception {
        Instant submitted = Instant.parse("2011-04-14T10:22:31Z");
        MonitoredBatch batch = batch(
                "B58B0883-3912-4109-8C8E-EB50C3F52C78",
                "mymov.mov Transcode",
                "hunterbj",
                Priority.LOW,
                submitted,
                "Processing",
                progress(28, 72, 180),
                job("3DA2C0F7-5B7E-4C58-9C0E-6B1C1F2D7A10", "mymov.mov", "Processing", progress(57, 72, 180)),
                job("77C0A6F1-0C8A-4F6E-8A0E-3B8E0A3E4D55", "mymov.mov", "Waiting", waiting()));

        assertThat(monitor(AnswerForm.LEGACY, StandInGeneration.FINAL_CUT_STUDIO, Language.ENGLISH, batch))
                .isEqualTo(sample("final-cut-studio/monitor.stdout"));
    }

    @Test
    void theMonitorOfCompressor4OnAGermanMac() throws Exception {
        MonitoredBatch successful = batch(
                "6F0D3C3E-7A55-4B0D-9E0B-2D5B0A4B6A01",
                "#3773: Was ist Open Source, wie funktioniert das?",
                "voc",
                Priority.HIGH,
                Instant.parse("2022-11-04T19:02:10Z"),
                "Successful",
                progress(100, 41, 0),
                job("B7C1D2E3-1111-4A2B-8C3D-0123456789AB", "3773.motn", "Successful", progress(100, 41, 0)));
        MonitoredBatch processing = batch(
                "A2B9E1F0-3C4D-4E5F-8A6B-7C8D9E0F1A2B",
                "#4711: \"Hallo\" – Großer Saal",
                "voc",
                Priority.HIGH,
                Instant.parse("2022-11-04T19:03:00Z"),
                "Processing",
                progress(28, 12, 30),
                job("C0FFEE00-2222-4B3C-9D4E-ABCDEF012345", "4711.motn", "Processing", progress(28, 12, 30)));

        assertThat(monitor(AnswerForm.LEGACY, StandInGeneration.COMPRESSOR_4, Language.GERMAN, successful, processing))
                .isEqualTo(sample("compressor-4/monitor.stdout"));
    }

    @Test
    void theMonitorOfCompressor5OnAHungarianMac() throws Exception {
        MonitoredBatch batch = batch(
                BATCH,
                "Promo deliverables",
                "editor",
                Priority.MEDIUM,
                Instant.parse("2026-10-01T20:30:55Z"),
                "Processing",
                progress(25, 8, 24),
                job(FIRST_JOB, "Promo_Master.mov", "Processing", progress(50, 8, 8)),
                job(SECOND_JOB, "Promo_Master.mov", "Waiting", waiting()));

        assertThat(monitor(AnswerForm.JSON, StandInGeneration.COMPRESSOR_5_4, Language.HUNGARIAN, batch))
                .isEqualTo(sample("compressor-5/monitor-once.stdout"));
    }

    @Test
    void aFailedBatchOfCompressor5() throws Exception {
        MonitoredBatch batch = batch(
                BATCH,
                "Promo deliverables",
                "editor",
                Priority.MEDIUM,
                Instant.parse("2026-10-01T20:30:55Z"),
                "Failed: 2x job controller down",
                progress(100, 31, 0),
                job(FIRST_JOB, "Promo_Master.mov", "Successful", progress(100, 20, 0)),
                job(SECOND_JOB, "Promo_Master.mov", "Failed: 2x job controller down", progress(100, 31, 0)));

        assertThat(MonitorText.of(AnswerForm.JSON, StandInGeneration.COMPRESSOR_5_4, monitorAround(Language.HUNGARIAN))
                        .format(List.of(batch), Instant.parse("2026-10-01T20:40:00Z")))
                .isEqualTo(sample("compressor-5/monitor-failed.stdout"));
    }

    private static String monitor(
            AnswerForm form, StandInGeneration generation, Language language, MonitoredBatch... batches) {
        return MonitorText.of(form, generation, monitorAround(language))
                .format(List.of(batches), batches[0].submittedAt().plusSeconds(8));
    }

    private static ProgramEnvironment monitorAround(Language language) {
        return new ProgramEnvironment(
                System.out, System.err, new Times(), ZoneOffset.UTC, language, "editor", 1, "1", Path.of(""));
    }

    private static MonitoredBatch batch(
            String id,
            String name,
            String user,
            Priority priority,
            Instant submitted,
            String status,
            Progress progress,
            Job... jobs) {
        return new MonitoredBatch(
                new BatchId(id), "This Computer", name, user, priority, submitted, status, progress, List.of(jobs));
    }

    private static Job job(String id, String name, String status, Progress progress) {
        return new Job(new JobId(id), name, Path.of("in", name), status, progress, true, Optional.empty());
    }

    private static Progress progress(int percent, int elapsed, int remaining) {
        return new Progress(percent, Duration.ofSeconds(elapsed), Optional.of(Duration.ofSeconds(remaining)));
    }

    private static Progress waiting() {
        return new Progress(0, Duration.ZERO, Optional.empty());
    }

    private int compressor(
            StandInGeneration generation,
            SubmissionAnswer answer,
            boolean firstCall,
            ProgramEnvironment environment,
            List<String> arguments)
            throws Exception {
        return new Compressor(new Engine(generation, new Answering(answer), () -> firstCall, held -> {}), environment)
                .run(arguments);
    }

    /** Arguments: jobs of one source, one for each output, then others. */
    private List<String> arguments(String outputFlag, String... outputsAndMore) throws IOException {
        Path source = Files.writeString(folder.resolve("Promo_Master.mov"), Mac.content("x"));
        Path setting = Files.writeString(folder.resolve("x.setting"), "<setting name=\"x\"/>");
        List<String> arguments = new ArrayList<>();
        for (String word : outputsAndMore) {
            if (arguments.contains("-outputformat") || word.startsWith("-")) {
                arguments.add(word);
            } else {
                arguments.addAll(List.of("-jobpath", source.toString(), "-settingpath", setting.toString()));
                arguments.addAll(List.of(outputFlag, folder.resolve(word).toString()));
            }
        }
        return arguments;
    }

    private static SubmissionAnswer queued(String batch, String... jobs) {
        return new SubmissionAnswer.Queued(
                new BatchId(batch), List.of(jobs).stream().map(JobId::new).toList());
    }

    private ProgramEnvironment environment(String user, long process, String thread, String... times) {
        return new ProgramEnvironment(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                new Times(times),
                ZoneOffset.UTC,
                Language.ENGLISH,
                user,
                process,
                thread,
                folder);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = SamplesTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** An engine that answers every submission in the same way. */
    private record Answering(SubmissionAnswer answer) implements QmasterState {
        @Override
        @SuppressWarnings("unchecked")
        public <A> A carryOut(Command<A> command, Deadline deadline) {
            return (A) answer;
        }

        @Override
        public <A> A look(Function<QmasterModel, A> question, Deadline deadline) {
            return question.apply(new QmasterModel(Scenario.named("calm"), "samples", Instant.EPOCH));
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }

        @Override
        public String place() {
            return "nowhere";
        }
    }

    /** A clock with a list of times, one for each reading. */
    private static final class Times implements Timekeeper {
        private final Deque<Instant> times = new ArrayDeque<>();

        Times(String... texts) {
            for (String text : texts) {
                times.add(Instant.parse(text));
            }
        }

        @Override
        public Instant now() {
            return times.remove();
        }

        @Override
        public long elapsedNanos() {
            return 0;
        }

        @Override
        public Alarm schedule(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public boolean await(CompletionStage<?> done, Deadline deadline) {
            return true;
        }
    }
}
