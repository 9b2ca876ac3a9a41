package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.it.EngineLog.Taken;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/**
 * The built program feeds a stand-in with many sources and is killed at random moments: started again with the same
 * request id, it encodes each valid source once, reports each invalid one, and never has more batches in the engine
 * than allowed. With {@code -Pcrash} there are 2000 sources and ten kills.
 */
@Execution(ExecutionMode.CONCURRENT)
class FeederIT {
    private static final boolean LONG = Integer.getInteger("crash.kills", 4) >= 200;
    private static final int SOURCES = LONG ? 2000 : 18;
    private static final int BAD = LONG ? 12 : 2;
    private static final int KILLS = LONG ? 10 : 2;
    private static final int PER_BATCH = LONG ? 20 : 3;
    private static final int AHEAD = 3;
    private static final int SHORTEST_LIFE = 1500;
    private static final int LONGEST_LIFE = LONG ? 20_000 : 4000;

    @TempDir
    private Path folder;

    @Test
    void aRunThatIsKilledAgainAndAgainEncodesEachGoodSourceOnce() throws Exception {
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
            String[] command = command(layOut(), program.out());
            Random random = new Random(Long.getLong("crash.seed", 20261127));
            for (int kill = 0; kill < KILLS; kill++) {
                QmasterProgram.Launched launched = program.launch(command);
                launched.process()
                        .waitFor(SHORTEST_LIFE + random.nextInt(LONGEST_LIFE - SHORTEST_LIFE), TimeUnit.MILLISECONDS);
                if (LONG && kill == KILLS / 2) {
                    takeVolumeAway(launched.process());
                }
                launched.kill();
                engine.awaitCalls();
            }

            QmasterProgram.Launched last = program.launch(command);
            last.process().waitFor();
            QmasterProgram.Result result = last.result();

            List<JsonNode> events = result.events();
            assertThat(result.code()).as(result.err()).isEqualTo(3);
            assertThat(events.stream()
                            .filter(event -> event.get("event").asString().equals("rejected"))
                            .map(event -> event.get("error").get("code").asString()))
                    .hasSize(BAD)
                    .containsOnly("SOURCE_EMPTY");
            JsonNode sources = events.get(events.size() - 1).get("sources");
            assertThat(sources.get("successful").asInt()).isEqualTo(SOURCES);
            assertThat(sources.get("rejected").asInt()).isEqualTo(BAD);
            assertThat(outputs(program.out())).hasSize(SOURCES);
            EngineLog log = EngineLog.of(engine.standIn().state());
            // Only the sources that failed because the volume was gone are encoded again.
            long failed = log.taken().stream()
                    .filter(taken -> log.lastStatus(taken.id()).equals(Optional.of("Failed")))
                    .mapToLong(Taken::runs)
                    .sum();
            assertThat(log.taken().stream().mapToLong(Taken::runs).sum()).isBetween((long) SOURCES, SOURCES + failed);
            assertThat(mostAtOnce(engine.standIn().state())).isLessThanOrEqualTo(AHEAD);
        } finally {
            engine.endService();
        }
    }

    private Path layOut() throws Exception {
        Path media = Files.createDirectories(folder.resolve("media"));
        for (int source = 0; source < SOURCES; source++) {
            old(Files.copy(QmasterProgram.clip(), media.resolve("clip" + source + ".mov")));
        }
        for (int bad = 0; bad < BAD; bad++) {
            old(Files.createFile(media.resolve("clip" + bad * (SOURCES / BAD) + " bad.mov")));
        }
        return media;
    }

    /** A folder that is moved away and back represents a volume. */
    private void takeVolumeAway(Process meanwhile) throws Exception {
        Path media = folder.resolve("media");
        Path away = Files.move(media, folder.resolve("away"));
        meanwhile.waitFor(1, TimeUnit.MINUTES);
        Files.move(away, media);
    }

    private static void old(Path file) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }

    private static String[] command(Path media, Path out) {
        return new String[] {
            "submit",
            media.toString(),
            "--recursive",
            "--setting",
            QmasterProgram.setting().toString(),
            "--destination-dir",
            out.toString(),
            "--per-batch",
            String.valueOf(PER_BATCH),
            "--ahead",
            String.valueOf(AHEAD),
            "--request-id",
            "night 4711",
            "--wait-for-volume",
            "10m",
            "--wait",
            "--json"
        };
    }

    private static List<Path> outputs(Path out) throws Exception {
        try (Stream<Path> files = Files.list(out)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** The maximum number of open batches that the engine had. */
    private static int mostAtOnce(Path state) throws Exception {
        Set<String> open = new HashSet<>();
        int most = 0;
        for (JsonNode event :
                EngineLog.of(Simulator.inDirectory(state).eventLog()).all()) {
            String kind = event.get("event").asString();
            if (kind.equals("submitted")) {
                open.add(event.get("batch").asString());
            } else if (kind.equals("status")
                    && Set.of("Successful", "Failed", "Cancelled")
                            .contains(event.get("status").asString())) {
                open.remove(event.get("batch").asString());
            }
            most = Math.max(most, open.size());
        }
        return most;
    }
}
