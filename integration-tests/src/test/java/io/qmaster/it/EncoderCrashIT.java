package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The program, the background service and the encoder are killed in turn, at random moments of {@code submit --wait}
 * with a stand-in that encodes: {@code recover} accounts for the batch, its output finally equals that of an
 * undisturbed run byte for byte, no encoder keeps running and no other file is left.
 *
 * <p>{@code mvn verify -Pcrash} kills 60 times, 30 times while segments are joined, and 30 times while a batch is on
 * hold, half of which are then resumed and half cancelled; the ordinary build kills once, of the first kind. {@code
 * -Dcrash.seed=…} sets the moments.
 */
@Execution(ExecutionMode.CONCURRENT)
class EncoderCrashIT {
    private static final int TENTHS = Integer.getInteger("crash.kills", 4) / 10;
    private static final long SEED = Long.getLong("crash.seed", 20261123);
    private static final int LONGEST_JOIN_MILLIS = 600;
    private static final Scenario ONE_NODE =
            Scenario.builder().speed(20).outputs(Scenario.Outputs.ENCODED).build();
    /** A scenario whose jobs are long enough for a segment on every node. */
    private static final Scenario THREE_NODES = Scenario.parse("""
            {"speed": 100, "outputs": "encoded", "durations": {"job": "3m"}, "clusters": [{"name": "FCS Cluster", "nodes": [
             {"name": "node-1", "instances": 1}, {"name": "node-2", "instances": 1}, {"name": "node-3", "instances": 1}]}]}
            """);

    private final Random random = new Random(SEED);

    private enum Victim {
        SERVICE,
        ENCODER,
        PROGRAM
    }

    @Test
    void everyOutputIsWholeAndNoEncoderStays(@TempDir Path folder) throws Exception {
        DistributedFfmpeg.required();
        Submission clip = new Submission(ONE_NODE, QmasterProgram.clip(), List.of());
        Run undisturbed = clip.undisturbed(folder);
        for (int number = 0; number < Math.max(1, TENTHS * 3); number++) {
            Victim victim = Victim.values()[number % Victim.values().length];
            String asked = "kill %d, of the %s".formatted(number, victim);
            Run run = clip.prepared(folder.resolve("kill " + number));
            double fraction = random.nextDouble();
            while (!run.killed(victim, fraction, undisturbed.life())) {
                // It was faster than the measured run.
                run.nothingStays(asked);
                fraction /= 2;
                run = clip.prepared(run.again());
            }
            run.isAccountedFor(asked);
            assertThat(run.output()).as(asked).hasSameBinaryContentAs(undisturbed.output());
            run.nothingStays(asked);
        }
    }

    @Test
    void everyOutputIsWholeWhereSegmentsAreJoined(@TempDir Path folder) throws Exception {
        Submission submission =
                new Submission(THREE_NODES, movie(folder, "s=160x90:r=5", 180), List.of("--cluster", "FCS Cluster"));
        Run undisturbed = submission.undisturbed(folder);
        for (int number = 0; number < TENTHS * 3 / 2; number++) {
            Victim victim = Victim.values()[number % Victim.values().length];
            String asked = "kill %d while segments are joined, of the %s".formatted(number, victim);
            Run run = submission.prepared(folder.resolve("kill " + number));
            int delay = random.nextInt(LONGEST_JOIN_MILLIS);
            while (!run.killedWhileJoining(victim, delay)) {
                run.nothingStays(asked);
                delay /= 2;
                run = submission.prepared(run.again());
            }
            run.isAccountedFor(asked);
            assertThat(run.output()).as(asked).hasSameBinaryContentAs(undisturbed.output());
            run.nothingStays(asked);
        }
    }

    @Test
    void nothingStaysOfABatchOnHold(@TempDir Path folder) throws Exception {
        // It must be encoded for longer than pausing it takes.
        Submission submission = new Submission(ONE_NODE, movie(folder, "s=640x360:r=25", 240), List.of());
        Run undisturbed = submission.undisturbed(folder);
        for (int number = 0; number < TENTHS * 3 / 2; number++) {
            Victim victim = Victim.values()[number % Victim.values().length];
            boolean resumed = number / Victim.values().length % 2 == 0;
            String asked =
                    "kill %d on hold, %s then, of the %s".formatted(number, resumed ? "resumed" : "cancelled", victim);
            Run run = submission.prepared(folder.resolve("kill " + number));
            Optional<QmasterProgram.Launched> held = run.killedOnHold(asked, victim, random.nextInt(300));
            while (held.isEmpty()) {
                run.nothingStays(asked);
                run = submission.prepared(run.again());
                held = run.killedOnHold(asked, victim, random.nextInt(300));
            }
            QmasterProgram.Launched launched = held.get();
            run.control(asked, resumed ? "resume" : "cancel", launched);
            int code = launched.result().code();
            if (victim != Victim.PROGRAM) {
                assertThat(code).as(asked).isEqualTo(resumed ? 0 : 7);
            }
            if (resumed) {
                run.isAccountedFor(asked);
                assertThat(run.output()).as(asked).hasSameBinaryContentAs(undisturbed.output());
                run.nothingStays(asked);
            } else {
                run.recover(asked);
                run.nothingStays(asked, List.of());
            }
        }
    }

    /** A source that takes seconds to encode. */
    private static Path movie(Path folder, String picture, int seconds) throws Exception {
        assumeTrue(TENTHS > 0, "only the long crash test kills here");
        return DistributedFfmpeg.required().clip(folder.resolve("clip.mov"), picture, seconds);
    }

    /** A submission, each time with its own engine. */
    private record Submission(Scenario scenario, Path source, List<String> options) {
        Run prepared(Path folder) throws Exception {
            Files.createDirectories(folder);
            StandInMac engine = new StandInMac(folder, StandInGeneration.COMPRESSOR_5_4, scenario);
            QmasterProgram program = new QmasterProgram(folder)
                    .with("QMASTER_COMPRESSOR", engine.standIn().compressor().toString());
            program.with(
                    "QMASTER_CONFIG",
                    program.file("config.json", "{\"settleTimeout\": \"3s\", \"poll\": \"PT0.1S\"}")
                            .toString());
            return new Run(engine, program, this, Duration.ZERO);
        }

        /** A complete run and its duration. */
        Run undisturbed(Path folder) throws Exception {
            Run run = prepared(folder.resolve("undisturbed"));
            Instant start = Instant.now();
            QmasterProgram.Result result = run.program().run(run.words());
            assertThat(result.code()).as(result.err()).isZero();
            Duration life = Duration.between(start, Instant.now());
            run.nothingStays("undisturbed");
            return new Run(run.engine(), run.program(), this, life);
        }
    }

    /** One submission to its engine. */
    private record Run(StandInMac engine, QmasterProgram program, Submission submission, Duration life) {
        String[] words() {
            List<String> words = new ArrayList<>(List.of(
                    "submit",
                    submission.source().toString(),
                    "--setting",
                    QmasterProgram.setting().toString(),
                    "--destination-dir",
                    program.out().toString(),
                    "--wait",
                    "--request-id",
                    "night 4711"));
            words.addAll(submission.options());
            return words.toArray(String[]::new);
        }

        /** A folder in which the same can be tried again. */
        Path again() {
            return engine.folder().resolveSibling(engine.folder().getFileName() + "+");
        }

        Path output() {
            return program.out().resolve("clip.mov");
        }

        /** Whether the kill happened before the process to kill had ended. */
        boolean killed(Victim victim, double fraction, Duration life) throws Exception {
            QmasterProgram.Launched launched = program.launch(words());
            if (victim == Victim.PROGRAM) {
                boolean over = launched.process().waitFor((long) (life.toMillis() * fraction), TimeUnit.MILLISECONDS);
                launched.kill();
                return !over;
            }
            Optional<ProcessHandle> found = Optional.empty();
            while (found.isEmpty() && !launched.process().waitFor(2, TimeUnit.MILLISECONDS)) {
                found = victim == Victim.SERVICE ? engine.service() : encoders().findFirst();
            }
            long delay = victim == Victim.SERVICE ? life.toMillis() / 2 : life.toMillis() / 20;
            boolean over = launched.process().waitFor((long) (delay * fraction), TimeUnit.MILLISECONDS);
            boolean hit = !over && found.filter(ProcessHandle::destroyForcibly).isPresent();
            QmasterProgram.Result result = launched.result();
            assertThat(result.code()).as(victim + ": " + result.err()).isZero();
            return hit;
        }

        /** Whether segments were still joined at the kill. The service is the process that joins them. */
        boolean killedWhileJoining(Victim victim, int delayMillis) throws Exception {
            QmasterProgram.Launched launched = program.launch(words());
            Optional<ProcessHandle> joining = Optional.empty();
            while (joining.isEmpty() && !launched.process().waitFor(2, TimeUnit.MILLISECONDS)) {
                joining = processes("joining").findFirst();
            }
            launched.process().waitFor(delayMillis, TimeUnit.MILLISECONDS);
            boolean hit = joining.filter(ProcessHandle::isAlive).isPresent();
            if (hit && victim == Victim.PROGRAM) {
                launched.kill();
                return true;
            }
            if (hit) {
                joining.flatMap(encoder -> victim == Victim.ENCODER ? Optional.of(encoder) : encoder.parent())
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
            QmasterProgram.Result result = launched.result();
            assertThat(result.code()).as(victim + ": " + result.err()).isZero();
            return hit;
        }

        /** Pauses the batch while it is encoded, and kills; empty if there is no suspended encoder then. */
        Optional<QmasterProgram.Launched> killedOnHold(String asked, Victim victim, int delayMillis) throws Exception {
            QmasterProgram.Launched launched = program.launch(words());
            // The encoder may start before the program knows the id of the batch.
            while (encoders().noneMatch(Run::encodes) || id(launched).isEmpty()) {
                assertThat(launched.process().waitFor(2, TimeUnit.MILLISECONDS))
                        .as(asked + ": " + Files.readString(launched.err()))
                        .isFalse();
            }
            // At once: `qmaster pause` starts several programs, and meanwhile the batch may end.
            StandInMac.Call pause =
                    engine.compressor("-pause", "-batchid", id(launched)).ended();
            Optional<ProcessHandle> encoder = encoders().filter(Run::encodes).findFirst();
            if (pause.process().exitValue() != 0 || encoder.isEmpty()) {
                // It was near its end.
                program.run("resume", id(launched));
                QmasterProgram.Result result = launched.result();
                assertThat(result.code()).as(asked + ": " + result.err()).isZero();
                return Optional.empty();
            }
            launched.process().waitFor(delayMillis, TimeUnit.MILLISECONDS);
            switch (victim) {
                case SERVICE ->
                    assertThat(engine.service().filter(ProcessHandle::destroyForcibly))
                            .as(asked)
                            .isPresent();
                case ENCODER ->
                    assertThat(encoder.get().destroyForcibly()).as(asked).isTrue();
                case PROGRAM -> launched.kill();
            }
            return Optional.of(launched);
        }

        /** Unlike ffprobe, ffmpeg writes its progress. */
        private static boolean encodes(ProcessHandle process) {
            return process.info().commandLine().orElse("").contains(" -progress ");
        }

        /** The program prints only the batch id to its standard output. */
        private static String id(QmasterProgram.Launched launched) throws Exception {
            return Files.readString(launched.out()).strip();
        }

        void control(String asked, String command, QmasterProgram.Launched launched) throws Exception {
            QmasterProgram.Result result = program.run(command, id(launched));
            assertThat(result.code())
                    .as(asked + ": " + command + ": " + result.err())
                    .isZero();
        }

        /** Nothing is open after the last steps of a user: recover, and submit the same again. */
        void isAccountedFor(String asked) throws Exception {
            recover(asked);
            QmasterProgram.Result again = program.run(words());
            assertThat(again.code()).as(asked + ": " + again.err()).isZero();
            assertThat(engine.taken()).as(asked).hasSize(1);
        }

        void recover(String asked) throws Exception {
            QmasterProgram.Result result = program.run("recover", "--json");
            if (result.code() == 6) {
                engine.awaitCalls();
                result = program.run("recover", "--json");
            }
            assertThat(result.code()).as(asked + result.err() + result.out()).isZero();
        }

        void nothingStays(String asked) throws Exception {
            nothingStays(asked, List.of(output()));
        }

        void nothingStays(String asked, List<Path> outputs) throws Exception {
            engine.awaitCalls();
            engine.awaitQuiet();
            assertThat(Stream.concat(encoders(), processes("joining")))
                    .as(asked)
                    .isEmpty();
            for (String place : List.of("encoding", "joining")) {
                Path folder = engine.standIn().state().resolve(place);
                assertThat(!Files.exists(folder) || files(folder).isEmpty())
                        .as(asked)
                        .isTrue();
            }
            assertThat(files(program.out())).as(asked).isEqualTo(outputs);
        }

        private static List<Path> files(Path folder) throws Exception {
            try (Stream<Path> files = Files.list(folder)) {
                return files.toList();
            }
        }

        private Stream<ProcessHandle> encoders() {
            return processes("encoding");
        }

        /** The processes whose arguments name a folder of the engine. */
        private Stream<ProcessHandle> processes(String place) {
            String named = "file:" + engine.standIn().state().resolve(place);
            Predicate<String> names = line -> line.contains(named);
            return ProcessHandle.allProcesses()
                    .filter(process ->
                            process.info().commandLine().filter(names).isPresent());
        }
    }
}
