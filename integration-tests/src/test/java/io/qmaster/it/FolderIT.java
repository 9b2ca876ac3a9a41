package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.it.EngineLog.Taken;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The built program submits the files that arrive in a folder, and is killed at random moments: files grow, arrive in
 * parts, are renamed, vanish and arrive twice, and each is submitted once. With {@code -Pcrash} there are 60 files and
 * ten kills.
 */
@Execution(ExecutionMode.CONCURRENT)
class FolderIT {
    private static final boolean LONG = Integer.getInteger("crash.kills", 4) >= 200;
    private static final int FILES = LONG ? 60 : 5;
    private static final int KILLS = LONG ? 10 : 2;
    private static final int SHORTEST_LIFE = 1500;
    private static final int LONGEST_LIFE = LONG ? 12_000 : 2500;
    private static final int PATIENCE = LONG ? 600 : 240;

    @TempDir
    private Path folder;

    @Test
    void aRunThatIsKilledAgainAndAgainSubmitsEachFileThatArrivesOnce() throws Exception {
        StandInMac engine = new StandInMac(
                folder,
                StandInGeneration.COMPRESSOR_5_4,
                Scenario.builder().speed(10).build());
        try {
            QmasterProgram program = new QmasterProgram(folder)
                    .inOwnProcesses()
                    .with("QMASTER_COMPRESSOR", engine.standIn().compressor().toString());
            program.with(
                    "QMASTER_CONFIG",
                    program.file("config.json", "{\"settleTimeout\": \"3s\", \"poll\": \"1s\"}")
                            .toString());
            Path hot = Files.createDirectories(folder.resolve("hot"));
            Arrivals arrivals = new Arrivals(hot, Files.readAllBytes(QmasterProgram.clip()));
            String[] command = command(hot, program.out());
            Random random = new Random(Long.getLong("crash.seed", 20261127));
            for (int kill = 0; kill < KILLS; kill++) {
                QmasterProgram.Launched launched = program.launch(command);
                arrivals.bring(launched.process(), FILES * kill / KILLS, FILES * (kill + 1) / KILLS);
                launched.process()
                        .waitFor(SHORTEST_LIFE + random.nextInt(LONGEST_LIFE - SHORTEST_LIFE), TimeUnit.MILLISECONDS);
                launched.kill();
                engine.awaitCalls();
            }

            QmasterProgram.Launched last = program.launch(command);
            arrivals.awaitDone(last.process(), arrivals.first());
            arrivals.bringAgain(last.process());
            arrivals.awaitDone(last.process(), arrivals.all());
            last.process().destroy();
            QmasterProgram.Result result = last.result();

            assertThat(result.code()).as(result.err()).isEqualTo(143);
            assertThat(engine.taken()).hasSize(arrivals.all());
            assertThat(engine.taken().stream().mapToLong(Taken::runs).sum()).isEqualTo(arrivals.all());
            assertThat(hot.resolve("failed")).doesNotExist();
            assertThat(arrivals.done()).allMatch(arrivals::isWhole);
            assertThat(program.out()).isDirectoryNotContaining("glob:**vanishing*");
        } finally {
            engine.endService();
        }
    }

    private static String[] command(Path hot, Path out) {
        return new String[] {
            "folder",
            hot.toString(),
            "--setting",
            QmasterProgram.setting().toString(),
            "--destination-dir",
            out.toString(),
            "--stable-for",
            "1s",
            "--ahead",
            "3",
            "--overwrite",
            "--json"
        };
    }

    /** The files that arrive, in five ways in turn. */
    private static final class Arrivals {
        private static final int WAYS = 5;
        private static final int MOMENT = 250;

        private final Path hot;
        private final byte[] content;

        Arrivals(Path hot, byte[] content) {
            this.hot = hot;
            this.content = content.clone();
        }

        void bring(Process meanwhile, int from, int to) throws Exception {
            for (int number = from; number < to; number++) {
                Path file = hot.resolve("clip" + number + ".mov");
                byte[] half = Arrays.copyOf(content, content.length / 2);
                byte[] rest = Arrays.copyOfRange(content, content.length / 2, content.length);
                switch (number % WAYS) {
                    case 0 -> {
                        Files.write(file, half);
                        meanwhile.waitFor(MOMENT, TimeUnit.MILLISECONDS);
                        Files.write(file, rest, StandardOpenOption.APPEND);
                    }
                    case 1 -> {
                        Path part = Files.write(hot.resolve(file.getFileName() + ".part"), half);
                        meanwhile.waitFor(MOMENT, TimeUnit.MILLISECONDS);
                        Files.write(part, rest, StandardOpenOption.APPEND);
                        Files.move(part, file);
                    }
                    case 2 -> {
                        Path other = Files.write(hot.resolve("other" + number + ".mov"), content);
                        meanwhile.waitFor(MOMENT, TimeUnit.MILLISECONDS);
                        Files.move(other, file);
                    }
                    case 3 -> {
                        Path vanishing = Files.write(hot.resolve("vanishing" + number + ".mov"), half);
                        meanwhile.waitFor(MOMENT, TimeUnit.MILLISECONDS);
                        Files.delete(vanishing);
                    }
                    default -> Files.write(file, content);
                }
            }
        }

        /** Those that arrived in the last way arrive again. */
        void bringAgain(Process meanwhile) throws Exception {
            for (int number = WAYS - 1; number < FILES; number += WAYS) {
                bring(meanwhile, number, number + 1);
            }
        }

        int first() {
            return FILES - FILES / WAYS;
        }

        int all() {
            return FILES;
        }

        List<Path> done() throws Exception {
            Path done = hot.resolve("done");
            if (!Files.isDirectory(done)) {
                return List.of();
            }
            try (Stream<Path> files = Files.list(done)) {
                return files.filter(file -> file.toString().endsWith(".mov")).toList();
            }
        }

        boolean isWhole(Path file) {
            return file.toFile().length() == content.length;
        }

        void awaitDone(Process meanwhile, int number) throws Exception {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
            while (done().size() < number) {
                assertThat(System.nanoTime())
                        .as("%s of %s files are done", done().size(), number)
                        .isLessThan(until);
                assertThat(meanwhile.waitFor(MOMENT, TimeUnit.MILLISECONDS)).isFalse();
            }
        }
    }
}
