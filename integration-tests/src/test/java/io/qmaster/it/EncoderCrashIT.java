package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The program, the background service and the encoder are killed in turn, at random moments of {@code submit --wait} over a
 * stand-in that encodes: {@code recover} accounts for the batch, its output is in the end what an undisturbed run makes, byte for
 * byte, no encoder goes on and nothing else is left.
 *
 * <p>{@code mvn verify -Pcrash} kills 60 times, the ordinary build once, {@code -Dcrash.seed=…} says at which moments.
 */
@Execution(ExecutionMode.CONCURRENT)
class EncoderCrashIT {
    private static final int KILLS = Math.max(1, Integer.getInteger("crash.kills", 8) / 10 * 3);
    private static final long SEED = Long.getLong("crash.seed", 20261123);
    private static final Scenario SCENARIO =
            Scenario.builder().speed(20).outputs(Scenario.Outputs.ENCODED).build();

    private enum Victim {
        SERVICE,
        ENCODER,
        PROGRAM
    }

    @Test
    void everyOutputIsWholeAndNoEncoderStays(@TempDir Path folder) throws Exception {
        DistributedFfmpeg.required();
        Run undisturbed = Run.prepared(folder.resolve("undisturbed"));
        Instant start = Instant.now();
        assertThat(undisturbed.program().run(undisturbed.submission()).code()).isZero();
        Duration life = Duration.between(start, Instant.now());
        undisturbed.nothingStays("undisturbed");
        Random random = new Random(SEED);
        for (int number = 0; number < KILLS; number++) {
            Victim victim = Victim.values()[number % Victim.values().length];
            String asked = "kill %d, of the %s".formatted(number, victim);
            Run run = Run.prepared(folder.resolve("kill " + number));
            double fraction = random.nextDouble();
            while (!run.killed(victim, fraction, life)) {
                // It was faster than the one that was measured.
                run.nothingStays(asked);
                fraction /= 2;
                run = Run.prepared(run.engine()
                        .folder()
                        .resolveSibling(run.engine().folder().getFileName() + "+"));
            }
            run.isAccountedFor(asked);
            assertThat(run.output()).as(asked).hasSameBinaryContentAs(undisturbed.output());
            run.nothingStays(asked);
        }
    }

    /** One submission over an engine of its own. */
    private record Run(StandInMac engine, QmasterProgram program) {
        static Run prepared(Path folder) throws Exception {
            Files.createDirectories(folder);
            StandInMac engine = new StandInMac(folder, StandInGeneration.COMPRESSOR_5_4, SCENARIO);
            QmasterProgram program = new QmasterProgram(folder)
                    .with("QMASTER_COMPRESSOR", engine.standIn().compressor().toString());
            program.with(
                    "QMASTER_CONFIG",
                    program.file("config.json", "{\"settleTimeout\": \"3s\", \"poll\": \"PT0.1S\"}")
                            .toString());
            return new Run(engine, program);
        }

        String[] submission() {
            return program.submission("--wait", "--request-id", "night 4711");
        }

        Path output() {
            return program.out().resolve("clip.mov");
        }

        /** Whether the kill came before what was to be killed had ended. */
        boolean killed(Victim victim, double fraction, Duration life) throws Exception {
            QmasterProgram.Launched launched = program.launch(submission());
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

        /** Nothing is open after what a user does in the end: recover, and submit the same again. */
        void isAccountedFor(String asked) throws Exception {
            QmasterProgram.Result result = program.run("recover", "--json");
            if (result.code() == 6) {
                engine.awaitCalls();
                result = program.run("recover", "--json");
            }
            assertThat(result.code()).as(asked + result.err() + result.out()).isZero();
            QmasterProgram.Result again = program.run(submission());
            assertThat(again.code()).as(asked + ": " + again.err()).isZero();
            assertThat(engine.taken()).as(asked).hasSize(1);
        }

        void nothingStays(String asked) throws Exception {
            engine.awaitCalls();
            engine.awaitQuiet();
            assertThat(encoders()).as(asked).isEmpty();
            Path place = engine.standIn().state().resolve("encoding");
            assertThat(!Files.exists(place) || files(place).isEmpty()).as(asked).isTrue();
            assertThat(files(program.out())).as(asked).containsExactly(output());
        }

        private static List<Path> files(Path folder) throws Exception {
            try (Stream<Path> files = Files.list(folder)) {
                return files.toList();
            }
        }

        private Stream<ProcessHandle> encoders() {
            String place = "file:" + engine.standIn().state().resolve("encoding");
            return ProcessHandle.allProcesses()
                    .filter(process -> process.info()
                            .commandLine()
                            .filter(line -> line.contains(place))
                            .isPresent());
        }
    }
}
