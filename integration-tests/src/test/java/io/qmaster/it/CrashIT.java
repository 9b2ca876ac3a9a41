package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.it.EngineLog.Taken;
import io.qmaster.it.JournalFileLines.Meant;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The built program is killed at random moments of {@code submit --wait}: after {@code recover} every intended batch is
 * accounted for, the engine has each at most once, and submitting the same again makes it exactly one. Every other
 * batch replaces an old output and publishes the new one at its end.
 *
 * <p>{@code -Dcrash.kills=200} sets the number of kills, {@code -Dcrash.seed=…} their moments.
 */
@Order(2)
@Execution(ExecutionMode.CONCURRENT)
class CrashIT {
    private static final int KILLS = Integer.getInteger("crash.kills", 4);
    private static final long SEED = Long.getLong("crash.seed", 20261123);
    private static final int AT_ONCE = 2;
    private static final String REQUEST = "night 4711";
    /** The clip takes half a second. */
    private static final Scenario SCENARIO = Scenario.builder().speed(10).build();

    /** The progress of the program when it was killed. */
    private enum Stage {
        BEFORE_INTENT("before intent"),
        BEFORE_QUEUE("between intent and queue"),
        AFTER_QUEUE("after queue"),
        WAITING("while waiting"),
        AFTER_END("after end");

        private final String words;

        Stage(String words) {
            this.words = words;
        }
    }

    /** The result of a kill: the stage, and the finding of {@code recover} if a batch was open. */
    private record Kill(Stage stage, Optional<String> finding) {}

    @ParameterizedTest
    @EnumSource(names = {"COMPRESSOR_4", "COMPRESSOR_5_4"})
    void noBatchIsLostAndNoneRunsTwice(StandInGeneration generation, @TempDir Path folder) throws Exception {
        Life life = measured(generation, folder.resolve("measured"));
        Random random = new Random(SEED);
        int kills = KILLS / 2;
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Kill>> running = new ArrayList<>();
            for (int number = 0; number < kills; number++) {
                Path place = folder.resolve("kill " + number);
                Moment moment = life.moment((number + random.nextDouble()) / kills);
                boolean replaces = number % 2 == 1;
                running.add(threads.submit(
                        () -> killed(generation, place, replaces ? moment.whenItPublishes() : moment, replaces)));
            }
            List<Kill> done = new ArrayList<>();
            for (Future<Kill> kill : running) {
                done.add(kill.get());
            }
            System.out.println(report(generation, life, done));
        } finally {
            threads.shutdownNow();
        }
    }

    private static Life measured(StandInGeneration generation, Path place) throws Exception {
        Run run = Run.prepared(generation, place, false);
        try {
            return run.undisturbed();
        } finally {
            run.engine().endService();
        }
    }

    private static Kill killed(StandInGeneration generation, Path place, Moment moment, boolean replaces)
            throws Exception {
        Run run = Run.prepared(generation, place, replaces);
        try {
            QmasterProgram.Launched launched = run.program().launch(run.submission());
            if (moment.comesBeforeTheEndOf(launched.process(), run.program().state())) {
                launched.kill();
                return afterwards(run, "%s, killed %s".formatted(place.getFileName(), moment));
            }
        } finally {
            run.engine().endService();
        }
        // It was faster than the measured run.
        return killed(generation, place.resolveSibling(place.getFileName() + "+"), moment.sooner(), replaces);
    }

    private static Kill afterwards(Run run, String killed) throws Exception {
        Stage stage = run.stage();
        String asked = killed + ", " + stage.words;

        Optional<String> finding = run.recovered(asked);

        run.isAccountedFor(asked);
        run.canBeRepeated(asked);
        return new Kill(stage, finding);
    }

    private static String report(StandInGeneration generation, Life life, List<Kill> kills) {
        Map<Stage, List<Kill>> stages = kills.stream()
                .collect(Collectors.groupingBy(Kill::stage, () -> new EnumMap<>(Stage.class), Collectors.toList()));
        return Stream.of(Stage.values())
                .map(stage -> {
                    List<Kill> ofStage = stages.getOrDefault(stage, List.of());
                    Map<String, Long> findings = ofStage.stream()
                            .flatMap(kill -> kill.finding().stream())
                            .collect(Collectors.groupingBy(finding -> finding, Collectors.counting()));
                    return "%d %s%s".formatted(ofStage.size(), stage.words, findings.isEmpty() ? "" : " " + findings);
                })
                .collect(Collectors.joining(
                        ", ",
                        "crash test of %s, seed %d, a run takes %s: %d kills: "
                                .formatted(generation, SEED, life, kills.size()),
                        ""));
    }

    /**
     * The durations of an undisturbed run between the records of its journal.
     *
     * @param toIntended from its start until the intention is written
     * @param toSubmitted from there until the batch is known to be queued
     * @param toEnded from there until its end is known
     * @param toOver from there until the program ends
     */
    private record Life(Duration toIntended, Duration toSubmitted, Duration toEnded, Duration toOver) {
        /** The share of kills in each part: the shortest part is the most dangerous one. */
        private static final List<Double> SHARES = List.of(0.1, 0.45, 0.35, 0.1);

        private static final List<String> BEGINNINGS = List.of("", "intended", "submitted", "ended");

        /** A moment of the run, from 0 at the beginning to 1 at the end. */
        Moment moment(double fraction) {
            List<Duration> lengths = List.of(toIntended, toSubmitted, toEnded, toOver);
            double left = fraction;
            int part = 0;
            while (part < SHARES.size() - 1 && left >= SHARES.get(part)) {
                left -= SHARES.get(part);
                part++;
            }
            double within = Math.min(1, left / SHARES.get(part));
            long nanos = (long) (lengths.get(part).toNanos() * within);
            return new Moment(BEGINNINGS.get(part), Duration.ofNanos(nanos));
        }

        @Override
        public String toString() {
            return Stream.of(toIntended, toSubmitted, toEnded, toOver)
                    .map(part -> String.valueOf(part.toMillis()))
                    .collect(Collectors.joining("+", "", " ms"));
        }
    }

    /**
     * The moment of a kill.
     *
     * @param record the record of the journal from which the time is counted; empty for the start
     * @param delay the time after it
     */
    private record Moment(String record, Duration delay) {
        /** Waits for the moment. */
        boolean comesBeforeTheEndOf(Process process, Path stateFolder) throws Exception {
            while (!record.isEmpty() && !holds(stateFolder)) {
                if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return !process.waitFor(delay.toNanos(), TimeUnit.NANOSECONDS);
        }

        private boolean holds(Path stateFolder) throws IOException {
            try {
                Path file = JournalFileLines.file(stateFolder);
                return Files.exists(file) && Files.readString(file).contains("\n2 " + record + " ");
            } catch (NoSuchFileException moved) {
                return false;
            }
        }

        /** Its last moments are between the check of the output and the report. */
        Moment whenItPublishes() {
            return record.equals("ended") ? new Moment("concluded", delay.dividedBy(10)) : this;
        }

        Moment sooner() {
            return new Moment(record, delay.dividedBy(2));
        }

        @Override
        public String toString() {
            return "%d ms after %s".formatted(delay.toMillis(), record.isEmpty() ? "its start" : record);
        }
    }

    /** One submission with its own engine and its own journal. */
    private record Run(StandInMac engine, QmasterProgram program, boolean replaces) {
        static Run prepared(StandInGeneration generation, Path folder, boolean replaces) throws Exception {
            Files.createDirectories(folder);
            StandInMac engine = new StandInMac(folder, generation, SCENARIO);
            QmasterProgram program = new QmasterProgram(folder)
                    .with("QMASTER_COMPRESSOR", engine.standIn().compressor().toString());
            program.with(
                    "QMASTER_CONFIG",
                    program.file("config.json", "{\"settleTimeout\": \"3s\", \"poll\": \"PT0.1S\"}")
                            .toString());
            if (replaces) {
                Files.createDirectories(program.out());
                Files.writeString(program.out().resolve("clip.mov"), "an old output");
            }
            return new Run(engine, program, replaces);
        }

        String[] submission() {
            return replaces
                    ? program.submission("--wait", "--request-id", REQUEST, "--overwrite", "--publish", "atomic")
                    : program.submission("--wait", "--request-id", REQUEST);
        }

        Life undisturbed() throws Exception {
            Instant start = Instant.now();
            QmasterProgram.Result result = program.run(submission());
            Instant over = Instant.now();
            assertThat(result.code()).as(result.err()).isZero();
            Meant meant = meant().get(0);
            Instant submitted = meant.submittedAt().orElseThrow();
            Instant ended = meant.endedAt().orElseThrow();
            return new Life(
                    Duration.between(start, meant.intendedAt()),
                    Duration.between(meant.intendedAt(), submitted),
                    Duration.between(submitted, ended),
                    Duration.between(ended, over));
        }

        List<Meant> meant() throws Exception {
            return JournalFileLines.meant(program.state());
        }

        Stage stage() throws Exception {
            List<Meant> meant = meant();
            if (meant.isEmpty()) {
                return Stage.BEFORE_INTENT;
            }
            if (meant.get(0).endedAt().isPresent()) {
                return Stage.AFTER_END;
            }
            if (meant.get(0).batchId().isPresent()) {
                return Stage.WAITING;
            }
            return engine.taken().isEmpty() ? Stage.BEFORE_QUEUE : Stage.AFTER_QUEUE;
        }

        /**
         * The program's finding about the open batch; requested again if Compressor itself survived the kill and was
         * running.
         */
        Optional<String> recovered(String asked) throws Exception {
            QmasterProgram.Result result = program.run("recover", "--json");
            if (result.code() == 6) {
                engine.awaitCalls();
                result = program.run("recover", "--json");
            }
            assertThat(result.code()).as(asked + result.err() + result.out()).isZero();
            List<String> findings = new ArrayList<>();
            result.json().forEach(found -> findings.add(found.get("finding").asString()));
            assertThat(findings).as(asked).hasSizeLessThanOrEqualTo(1).isSubsetOf("ADOPTED", "ENDED", "NOT_QUEUED");
            return findings.stream().findFirst();
        }

        /** The journal and the engine's own log agree on everything that was intended. */
        void isAccountedFor(String asked) throws Exception {
            engine.awaitCalls();
            List<Taken> taken = engine.taken();
            List<Meant> meant = meant();
            for (Meant one : meant) {
                assertThat(one.batchId().isPresent() || one.ending().equals(Optional.of("NOT_QUEUED")))
                        .as(asked + ": " + one)
                        .isTrue();
            }
            assertThat(taken.stream().map(batch -> batch.name() + " " + batch.id()))
                    .as(asked)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(meant.stream()
                            .filter(one -> one.batchId().isPresent())
                            .map(one -> one.names().get(0) + " " + one.batchId().orElseThrow())
                            .toList());
        }

        /**
         * Submits the same again, as a user does who does not know the result: there is one batch, and its output is
         * valid.
         */
        void canBeRepeated(String asked) throws Exception {
            QmasterProgram.Result result = program.run(submission());

            assertThat(result.code()).as(asked + ": " + result.err()).isZero();
            assertThat(engine.taken())
                    .as(asked)
                    .hasSize(1)
                    .extracting(Taken::runs)
                    .containsExactly(1L);
            Path output = program.out().resolve("clip.mov");
            assertThat(output).hasSameBinaryContentAs(QmasterProgram.clip());
            try (Stream<Path> left = Files.list(program.out())) {
                assertThat(left).as(asked).containsExactly(output);
            }
        }
    }
}
