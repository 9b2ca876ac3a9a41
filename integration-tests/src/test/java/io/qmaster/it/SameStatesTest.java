package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.internal.order.OrderResolver;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same scenario and the same calls at the same times have the same results in every way: in memory, in a directory,
 * and through the adapter with stand-ins of every generation. The engines' own logs are equal line by line, and so are
 * the states that a client sees.
 *
 * <p>The test advances the time, so that the duration of a process does not matter. Every state lasts until the next
 * query, so that every way can show it. The first generation has no command to pause or cancel: there, a user does it
 * in the window of Batch Monitor at the same moment.
 */
@Execution(ExecutionMode.CONCURRENT)
class SameStatesTest {
    private static final String ON_A_CLUSTER = "on a cluster";
    private static final String HELD = "is held";
    private static final String CANCELLED = "is cancelled";

    /**
     * It includes the oddities of Compressor 4 and 5.2 with outputs, since their stand-ins always have them. No output
     * exists before, and each has the extension of its setting.
     */
    private static final Scenario SCENARIO = Scenario.parse("""
            {"seed": 7, "replacesExtension": true, "waitsForOldOutput": true,
             "durations": {"dispatch": "10m", "job": "1h", "joining": "20m", "variation": 0.1},
             "clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1"}, {"name": "node-2", "speed": 2}]},
                          {"name": "This Computer", "nodes": [{"name": "this-computer", "instances": 8}]}],
             "faults": [{"fault": "job-fails", "reason": "2x job controller down", "job": 2, "attempts": 3,
                         "when": {"batchName": "fails*"}}]}
            """);

    /** The states of each batch that a client sees, query by query until its end. */
    private static final Map<String, List<String>> SEEN = Map.of(
            "succeeds",
            List.of("WAITING", "PROCESSING", "PROCESSING", "PROCESSING", "POST_PROCESSING", "SUCCESSFUL"),
            "fails",
            List.of(
                    "WAITING",
                    "PROCESSING",
                    "PROCESSING",
                    "PROCESSING",
                    "PROCESSING",
                    "FAILED: 2x job controller down"),
            HELD,
            List.of(
                    "WAITING",
                    "PROCESSING",
                    "HOLD",
                    "HOLD",
                    "PROCESSING",
                    "PROCESSING",
                    "POST_PROCESSING",
                    "SUCCESSFUL"),
            CANCELLED,
            List.of("WAITING", "PROCESSING", "CANCELLED"),
            ON_A_CLUSTER,
            List.of("WAITING", "PROCESSING", "PROCESSING", "PROCESSING", "POST_PROCESSING", "SUCCESSFUL"));

    private static final Pattern ID = Pattern.compile("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");

    @TempDir
    private Path folder;

    private Optional<StandInMac> mac = Optional.empty();

    @AfterEach
    void endService() throws Exception {
        if (mac.isPresent()) {
            mac.get().endService();
        }
    }

    /** Advances the time. */
    @FunctionalInterface
    private interface Hand {
        void advance(Duration time) throws InterruptedException;
    }

    /** The result: the states of batches by name, query by query, and the log of the engine. */
    private record Course(Map<String, List<String>> seen, List<String> engine) {}

    @Test
    void inMemory() throws Exception {
        assertThat(inMemory(folder).seen()).isEqualTo(SEEN);
    }

    @Test
    void inADirectory() throws Exception {
        Path directory = folder.resolve("simulator");
        TimeByHand time = new TimeByHand(directory, SCENARIO);
        Simulator simulator = Simulator.inDirectory(directory, SCENARIO);

        assertSame(course(simulator, simulator, time::advance, folder));
    }

    @ParameterizedTest
    @EnumSource
    void throughTheAdapterOverStandIns(StandInGeneration generation) throws Exception {
        StandInMac.AndTime installed = StandInMac.withTimeByHand(folder, generation, SCENARIO);
        mac = Optional.of(installed.mac());
        CompressorBackend adapter = new CompressorBackend(installed
                .mac()
                .configuration()
                .generation(installed.mac().dialect())
                .build());
        Simulator behind = Simulator.inDirectory(installed.mac().standIn().state());

        assertSame(course(adapter, behind, installed.time()::advance, folder));
    }

    private void assertSame(Course course) throws Exception {
        Course expected = inMemory(Files.createDirectory(folder.resolve("in memory")));
        assertThat(course.engine()).isEqualTo(expected.engine());
        assertThat(course.seen()).isEqualTo(expected.seen());
    }

    private static Course inMemory(Path place) throws Exception {
        VirtualSimulator simulator = Simulator.onVirtualTime(SCENARIO, new VirtualClock(TimeByHand.BEGINNING));
        return course(simulator, simulator, simulator.clock()::advance, place);
    }

    /**
     * Runs the scenario.
     *
     * @param client the backend to test
     * @param engine the simulator that it uses
     */
    private static Course course(Backend client, Simulator engine, Hand time, Path place) throws Exception {
        Play play = new Play(client, engine, place);
        time.advance(Duration.ofMinutes(1));
        for (String name : List.of("succeeds", "fails", HELD, CANCELLED)) {
            play.submit(name, Cluster.THIS_COMPUTER);
        }
        play.submit(ON_A_CLUSTER, Cluster.named("FCS Cluster"));
        play.look();
        time.advance(Duration.ofMinutes(20));
        play.look();
        play.control(HELD, ControlAction.PAUSE);
        play.control(CANCELLED, ControlAction.CANCEL);
        play.look();
        time.advance(Duration.ofMinutes(30));
        play.look();
        time.advance(Duration.ofMinutes(25));
        play.control(HELD, ControlAction.RESUME);
        play.look();
        for (int minutes : List.of(45, 15, 20)) {
            time.advance(Duration.ofMinutes(minutes));
            play.look();
        }
        return new Course(play.seen, neutral(engine.eventLog()));
    }

    /** Ids depend on the directory: each is replaced by the number of its first appearance. */
    private static List<String> neutral(List<String> lines) {
        Map<String, String> numbers = new HashMap<>();
        return lines.stream()
                .map(line -> ID.matcher(line)
                        .replaceAll(id -> numbers.computeIfAbsent(id.group(), any -> "ID" + numbers.size())))
                .toList();
    }

    /** One run, with the states that were seen. */
    private static final class Play {
        private final Map<String, BatchReference> open = new LinkedHashMap<>();
        private final Map<String, List<String>> seen = new LinkedHashMap<>();
        private final Backend client;
        private final Backend engine;
        private final Path place;

        Play(Backend client, Backend engine, Path place) {
            this.client = client;
            this.engine = engine;
            this.place = place;
        }

        void submit(String name, Cluster cluster) throws Exception {
            Path setting = Files.writeString(
                    place.resolve("a.compressorsetting"),
                    "<setting name=\"S\"><encoder name=\"QT\"><file-extension>mov</file-extension></encoder></setting>");
            BatchRequest request = BatchRequest.builder()
                    .batchName(name)
                    .cluster(cluster)
                    .compressorSettingFile(setting)
                    .sourceFile(source(name + " 1.mov"))
                    .job(JobRequest.of(source(name + " 2.mov")))
                    .destinationDirectory(Files.createDirectories(place.resolve("out")))
                    .build();
            BatchOrder order = new OrderResolver(client, new LocalFiles(), 0)
                    .resolve(request, SubmissionId.of(new UUID(7, open.size())));
            SubmissionOutcome outcome = client.engine().submit(order, soon(client));
            assertThat(outcome).isInstanceOf(SubmissionOutcome.Queued.class);
            open.put(name, new BatchReference(((SubmissionOutcome.Queued) outcome).batchId(), cluster));
            seen.put(name, new ArrayList<>());
        }

        void control(String name, ControlAction action) throws InterruptedException {
            Backend who = client.capabilities().contains(Capability.CONTROL) ? client : engine;
            who.engine().control(open.get(name), action, soon(who));
        }

        /** Queries every batch that has not ended. */
        void look() throws InterruptedException {
            Map<BatchReference, BatchStatus> found =
                    client.statusSource().find(Set.copyOf(open.values()), soon(client));
            for (Map.Entry<String, BatchReference> batch : Map.copyOf(open).entrySet()) {
                BatchStatus status = found.get(batch.getValue());
                assertThat(status).as(batch.getKey()).isNotNull();
                seen.get(batch.getKey()).add(words(status));
                if (status.state().isFinal()) {
                    open.remove(batch.getKey());
                }
            }
        }

        private static String words(BatchStatus status) {
            return status.state() + status.reason().map(reason -> ": " + reason).orElse("");
        }

        private Path source(String name) throws IOException {
            return StandInMac.movie(place.resolve(name));
        }

        private static Deadline soon(Backend backend) {
            return Deadline.after(Duration.ofMinutes(5), backend.timekeeper());
        }
    }
}
