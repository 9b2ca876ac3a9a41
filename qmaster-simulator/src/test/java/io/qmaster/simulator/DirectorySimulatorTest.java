package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import io.qmaster.simulator.scenario.Trigger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each simulator on the same directory represents another process. */
class DirectorySimulatorTest {
    private static final Scenario CALM = Scenario.named("calm");
    private static final int LARGE = 4 << 20;

    private final VirtualClock clock = new VirtualClock();

    @TempDir
    private Path folder;

    private Path directory() {
        return folder.resolve("state");
    }

    private Path log() {
        return directory().resolve("commands.log");
    }

    private Simulator process(Scenario scenario) {
        return process(scenario, clock);
    }

    private Simulator process(Scenario scenario, Timekeeper time) {
        return Simulator.inDirectory(directory(), Optional.of(scenario), time);
    }

    private Orders orders() {
        return orders(process(CALM));
    }

    private Orders orders(Simulator simulator) {
        return new Orders(folder, simulator);
    }

    @Test
    void anotherProcessSeesABatchThroughItsStates() throws Exception {
        BatchReference batch = orders().submit("clip.mov");
        List<String> words = new ArrayList<>();

        for (int second = 0; second < 6; second++) {
            words.add(orders().words(batch));
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(words)
                .startsWith("Waiting", "Waiting", "Processing")
                .contains("PostProcessing")
                .endsWith("Successful");
    }

    @Test
    void aClosedSimulatorLeavesTheRestToTheNextProcess() throws Exception {
        Simulator closed = process(CALM);
        BatchReference batch = orders(closed).submit("clip.mov");
        Path output = orders().output("clip.mov");

        closed.close();
        clock.advance(Duration.ofMinutes(1));

        assertThat(output).doesNotExist();
        assertThat(orders().words(batch)).isEqualTo("Successful");
        assertThat(output).isNotEmptyFile();
    }

    @Test
    void aDirectoryThatCannotBeLookedIntoIsNotTakenForOneWithoutBatches() throws Exception {
        // Like another user's directory: the target of a link that leads to itself is invisible to every user.
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        Simulator hidden = Simulator.inDirectory(loop.resolve("simulator"), Optional.of(CALM), clock);

        assertThatThrownBy(() -> hidden.statusSource().list(Deadline.after(Duration.ofSeconds(5), clock)))
                .isInstanceOf(StatusException.class);
    }

    @Test
    void theNextCallExecutesWhatWasDueWithoutAProcess() throws Exception {
        BatchReference batch = orders().submit("clip.mov");
        VirtualClock later = new VirtualClock(VirtualClock.START.plus(Duration.ofHours(5)));

        Orders next = orders(process(CALM, later));

        assertThat(next.status(batch).state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(next.output("clip.mov")).hasBinaryContent(next.source("clip.mov"));
    }

    @Test
    void aProcessThatWaitsWritesOutputsAtTheirTime() throws Exception {
        Orders orders = orders();
        orders.submit("clip.mov");

        clock.advance(Duration.ofSeconds(2));
        assertThat(orders.output("clip.mov")).isEmptyFile();
        clock.advance(Duration.ofSeconds(5));
        assertThat(orders.output("clip.mov")).hasSize(Clips.SHORT);
    }

    @Test
    void onlyOneOfSeveralProcessesWritesAnOutput() throws Exception {
        Orders orders = orders();
        BatchReference batch = orders.submit("clip.mov");
        clock.advance(Duration.ofMinutes(1));
        Files.delete(orders.output("clip.mov"));

        assertThat(orders().status(batch).state()).isEqualTo(BatchState.SUCCESSFUL);

        assertThat(orders.output("clip.mov")).doesNotExist();
    }

    @Test
    void aProcessSeesWhatAnotherDidInTheMeantime() throws Exception {
        Orders one = orders();
        Orders other = orders();
        BatchReference first = one.submit("one.mov");
        BatchReference second = other.submit("two.mov");

        assertThat(one.status(second)).isNotNull();
        other.status(first);
        process(CALM).engine().control(second, ControlAction.CANCEL, one.soon());

        assertThat(one.words(second)).isEqualTo("Cancelled");
        assertThat(other.words(first)).isEqualTo("Waiting");
    }

    @Test
    void everyProcessComesToTheSameEventLog() throws Exception {
        Simulator one = process(Scenario.named("night-shift"));
        for (int number = 0; number < 8; number++) {
            Orders orders = orders(number % 2 == 0 ? one : process(Scenario.named("night-shift")));
            orders.outcome(orders.order(number + ".mov"));
            clock.advance(Duration.ofSeconds(7));
        }
        clock.advance(Duration.ofHours(1));

        assertThat(process(Scenario.named("night-shift")).eventLog()).isEqualTo(one.eventLog());
    }

    @Test
    void aBatchTakesTheSameStepsInADirectoryAndOnVirtualTime() throws Exception {
        Orders inDirectory = orders();
        inDirectory.submit("clip.mov");
        clock.advance(Duration.ofMinutes(1));
        VirtualSimulator virtual = Simulator.onVirtualTime(CALM);
        orders(virtual).submit("other.mov");
        virtual.clock().advance(Duration.ofMinutes(1));

        assertThat(steps(process(CALM))).isEqualTo(steps(virtual)).hasSize(5);
    }

    private static List<String> steps(Simulator simulator) throws Exception {
        return simulator.eventLog().stream()
                .filter(line -> line.contains("\"status\"") || line.contains("\"submitted\""))
                .map(line -> line.replaceAll(".*(\"at\":\"[^\"]*\").*?(\"status\":\"[A-Za-z]*\")?}", "$1$2"))
                .toList();
    }

    @Test
    void aTornLastLineDidNotHappen() throws Exception {
        BatchReference batch = orders().submit("clip.mov");
        String whole = Files.readString(log());
        String line = whole.lines().findFirst().orElseThrow();
        for (int length : List.of(1, 20, line.length())) {
            Files.writeString(log(), whole + line.substring(0, length));

            Orders next = orders();
            assertThat(next.status(batch).state()).isEqualTo(BatchState.WAITING);
            assertThat(process(CALM).statusSource().list(next.soon())).hasSize(1);
            Files.writeString(log(), whole);
        }
    }

    @Test
    void aCommandAfterATornLineTakesItsPlace() throws Exception {
        Simulator survivor = process(CALM);
        BatchReference first = orders(survivor).submit("one.mov");
        Files.writeString(log(), "{\"at\":\"2026-01-01T0", StandardOpenOption.APPEND);

        BatchReference second = orders().submit("two.mov");

        assertThat(Files.readString(log())).endsWith("}\n").doesNotContain("T0{");
        assertThat(orders(survivor).status(second)).isNotNull();
        assertThat(orders().status(first)).isNotNull();
    }

    @Test
    void aProcessKilledBeforeItReportedAnOutputDoesNoHarm() throws Exception {
        Orders orders = orders();
        BatchReference batch = orders.submit("clip.mov");
        clock.advance(Duration.ofMinutes(1));
        List<String> lines = Files.readAllLines(log());

        for (int kept = 1; kept < lines.size(); kept++) {
            Files.write(log(), lines.subList(0, kept), StandardCharsets.UTF_8);

            assertThat(orders().status(batch).state()).isEqualTo(BatchState.SUCCESSFUL);
            assertThat(orders.output("clip.mov")).hasBinaryContent(orders.source("clip.mov"));
        }
    }

    /** A clock whose reader runs an action when half of a large output is written. */
    private Timekeeper duringCopyOf(Path output, Deed deed) {
        AtomicBoolean done = new AtomicBoolean();
        return new Timekeeper() {
            @Override
            public Instant now() {
                return clock.now();
            }

            @Override
            public long elapsedNanos() {
                try {
                    if (Files.exists(output) && Files.size(output) >= LARGE / 4 && done.compareAndSet(false, true)) {
                        deed.carryOut();
                    }
                } catch (Exception failed) {
                    throw new AssertionError(failed);
                }
                return clock.elapsedNanos();
            }

            @Override
            public Alarm schedule(Duration delay, Runnable task) {
                return () -> {};
            }

            @Override
            public boolean await(CompletionStage<?> done, Deadline deadline) throws InterruptedException {
                return clock.await(done, deadline);
            }
        };
    }

    /** An action of a test. */
    @FunctionalInterface
    private interface Deed {
        void carryOut() throws Exception;
    }

    private BatchReference submitLarge() throws Exception {
        Orders orders = orders(process(CALM, new VirtualClock()));
        BatchRequest.Builder request = orders.request("large.mov");
        Clips.source(folder.resolve("in"), "large.mov", LARGE);
        return orders.submit(orders.order(request));
    }

    @Test
    void whileALargeOutputIsWrittenOthersAreAnswered() throws Exception {
        BatchReference batch = submitLarge();
        clock.advance(Duration.ofMinutes(1));
        Path output = orders().output("large.mov");
        List<String> seen = new ArrayList<>();
        Simulator writing = process(CALM, duringCopyOf(output, () -> {
            seen.add(orders().words(batch));
            orders().submit("other.mov");
            seen.add(orders().words(batch));
        }));

        seen.add(orders(writing).words(batch));

        assertThat(seen).containsExactly("PostProcessing", "PostProcessing", "Successful");
        assertThat(output).hasBinaryContent(orders().source("large.mov"));
        assertThat(process(CALM).eventLog()).isEqualTo(writing.eventLog());
        clock.advance(Duration.ofMinutes(1));
        assertThat(process(CALM).statusSource().list(orders().soon()))
                .extracting(status -> status.text().raw())
                .containsExactly("Successful", "Successful");
    }

    @Test
    void aBatchThatIsCancelledWhileItsLargeOutputIsWrittenLeavesNone() throws Exception {
        BatchReference batch = submitLarge();
        clock.advance(Duration.ofMinutes(1));
        Path output = orders().output("large.mov");
        Simulator writing = process(
                CALM,
                duringCopyOf(
                        output, () -> process(CALM).engine().control(batch, ControlAction.CANCEL, orders().soon())));

        assertThat(orders(writing).words(batch)).isEqualTo("Cancelled");

        assertThat(orders().words(batch)).isEqualTo("Cancelled");
        assertThat(output).doesNotExist();
    }

    @Test
    void aLargeOutputWhoseWriterWasKilledIsWrittenOnByTheNext() throws Exception {
        BatchReference batch = submitLarge();
        clock.advance(Duration.ofMinutes(1));
        Path output = orders().output("large.mov");
        Simulator killed = process(CALM, duringCopyOf(output, () -> {
            throw new IllegalStateException("killed");
        }));
        assertThatThrownBy(() -> orders(killed).words(batch)).isInstanceOf(AssertionError.class);
        assertThat(Files.size(output)).isLessThan(LARGE);

        assertThat(orders().words(batch)).isEqualTo("Successful");

        assertThat(output).hasBinaryContent(orders().source("large.mov"));
    }

    @Test
    void aLineThatIsNotACommandIsReportedWithItsPlace() throws Exception {
        BatchReference batch = orders().submit("clip.mov");
        Files.writeString(log(), "nonsense\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> orders().status(batch))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("line 2 of " + log());
        assertThatThrownBy(() -> orders().submit("other.mov")).isInstanceOf(EngineUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"version\": 1, \"direc",
                "[]",
                "{\"version\": 1}",
                "{\"version\": 2}",
                "{\"version\": 1, \"directoryId\": \"x\", \"born\": \"yesterday\", \"scenario\": {}}",
                "{\"version\": 1, \"directoryId\": \"x\", \"born\": \"2026-01-01T00:00:00Z\", \"scenario\": {\"seed\": []}}"
            })
    void aDamagedBirthIsReportedWithItsFile(String damaged) throws Exception {
        BatchReference batch = orders().submit("clip.mov");
        Path birth = directory().resolve("simulator.json");
        Files.writeString(birth, damaged);

        assertThatThrownBy(() -> orders().status(batch))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining(birth.toString())
                // Messages of Jackson do not help users.
                .hasMessageNotContaining("REDACTED");
        assertThatThrownBy(() -> orders().submit("other.mov")).isInstanceOf(EngineUnavailableException.class);
        assertThat(birth).hasContent(damaged);
    }

    @Test
    void aDirectoryThatLostItsBirthIsNotTakenForOneWithoutBatches() throws Exception {
        BatchReference batch = orders().submit("clip.mov");
        Path birth = directory().resolve("simulator.json");
        Files.delete(birth);

        assertThatThrownBy(() -> orders().status(batch))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining(birth.toString());
        assertThatThrownBy(() -> orders().submit("other.mov")).isInstanceOf(EngineUnavailableException.class);
        assertThat(birth).doesNotExist();
    }

    @Test
    void whyAFileCannotBeUsedIsAlwaysTold() {
        assertThat(StateFailures.reason(new AccessDeniedException("/state/lock")))
                .isEqualTo("/state/lock: access denied");
        assertThat(StateFailures.reason(new NoSuchFileException("/state/lock"))).isEqualTo("/state/lock: no such file");
        assertThat(StateFailures.reason(new FileSystemException("/state/lock", null, "Not a directory")))
                .isEqualTo("/state/lock: Not a directory");
        assertThat(StateFailures.reason(new IOException())).isEqualTo("no reason was given");
    }

    /** Classes of another class loader have locks in memory of their own. */
    @Test
    void aLockThatOtherClassesOfThisProcessHoldIsWaitedFor() throws Exception {
        orders().submit("clip.mov");
        FileChannel held = FileChannel.open(directory().resolve("lock"), StandardOpenOption.WRITE);
        held.lock();
        clock.schedule(Duration.ofSeconds(2), () -> close(held));

        orders().submit("other.mov");

        assertThat(held.isOpen()).isFalse();
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void sixteenThreadsSubmitAtOnceAndEveryBatchIsThereOnce() throws Exception {
        List<BatchOrder> prepared = new ArrayList<>();
        for (int number = 0; number < 16; number++) {
            prepared.add(orders().order(number + ".mov"));
        }
        CountDownLatch together = new CountDownLatch(16);
        List<Callable<BatchReference>> submissions = prepared.stream()
                .<Callable<BatchReference>>map(order -> () -> {
                    Orders own = orders();
                    together.countDown();
                    together.await();
                    return own.submit(order);
                })
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<BatchReference> batches = new ArrayList<>();

        for (Future<BatchReference> submission : threads.invokeAll(submissions)) {
            batches.add(submission.get());
        }
        threads.shutdown();

        assertThat(batches).hasSize(16).doesNotHaveDuplicates();
        assertThat(process(CALM).statusSource().list(orders().soon()))
                .extracting(BatchStatus::batch)
                .containsExactlyInAnyOrderElementsOf(batches);
    }

    @Test
    void aWallClockThatIsSetBackDoesNotMoveTheModelBack() throws Exception {
        BatchReference batch = orders().submit("clip.mov");
        clock.advance(Duration.ofMinutes(1));
        VirtualClock earlier = new VirtualClock(VirtualClock.START.minus(Duration.ofDays(2)));

        assertThat(orders(process(CALM, earlier)).status(batch).state()).isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void anObservedStateIsKeptWhenTheWallClockIsSetBack() throws Exception {
        Scenario failing = Scenario.builder()
                .fault(new Fault.JobFails("because", 1, 3, Trigger.ALWAYS))
                .build();
        BatchReference batch = orders(process(failing)).submit("clip.mov");
        clock.advance(Duration.ofMinutes(1));
        assertThat(orders(process(failing)).status(batch).state()).isEqualTo(BatchState.FAILED);

        VirtualClock earlier = new VirtualClock(VirtualClock.START);

        assertThat(orders(process(failing, earlier)).status(batch).state()).isEqualTo(BatchState.FAILED);
    }

    @Test
    void aProcessThatWasAheadOfASetBackClockAgreesWithTheOthers() throws Exception {
        Scenario slow = Scenario.builder().jobsTake(Duration.ofHours(10)).build();
        Simulator ahead = process(slow);
        orders(ahead).submit("one.mov");
        clock.advance(Duration.ofHours(1));
        ahead.eventLog();
        VirtualClock setBack = new VirtualClock(VirtualClock.START.plus(Duration.ofMinutes(10)));

        orders(process(slow, setBack)).submit("two.mov");

        assertThat(ahead.eventLog())
                .filteredOn(line -> line.contains("\"submitted\""))
                .isEqualTo(process(slow, setBack).eventLog().stream()
                        .filter(line -> line.contains("\"submitted\""))
                        .toList());
    }

    @Test
    void theSpeedOfTheScenarioMakesAMinuteOfASecond() throws Exception {
        Scenario quick =
                Scenario.builder().speed(60).jobsTake(Duration.ofHours(1)).build();
        BatchReference batch = orders(process(quick)).submit("clip.mov");

        clock.advance(Duration.ofSeconds(45));
        assertThat(orders(process(quick)).words(batch)).isEqualTo("Processing");
        clock.advance(Duration.ofSeconds(25));
        assertThat(orders(process(quick)).words(batch)).isEqualTo("Successful");
    }

    @Test
    void timePassesInAnOldAndFastDirectory() throws Exception {
        Scenario fastest = Scenario.builder().speed(1_000_000).build();
        orders(process(fastest)).submit("one.mov");
        VirtualClock later = new VirtualClock(VirtualClock.START.plus(Duration.ofDays(30)));
        BatchReference batch = orders(process(fastest, later)).submit("two.mov");

        later.advance(Duration.ofMillis(10));

        assertThat(orders(process(fastest, later)).words(batch)).isEqualTo("Successful");
    }

    @Test
    void whatEndsInAMillionYearsIsWaitedFor() throws Exception {
        Scenario slowest = Scenario.builder()
                .jobsTake(Duration.ofDays(3650))
                .cluster(SimulatedCluster.of("This Computer", new ServiceNode("this-computer", 1, 0.000_001)))
                .build();
        BatchReference batch = orders(process(slowest)).submit("clip.mov");

        clock.advance(Duration.ofMinutes(1));

        assertThat(orders(process(slowest)).words(batch)).isEqualTo("Processing");
    }

    @Test
    void questionsAreCountedAcrossProcesses() throws Exception {
        Scenario flaky = Scenario.builder()
                .fault(new Fault.StatusFails(Fault.StatusFails.Answer.GARBLED, Trigger.call(3)))
                .build();
        BatchReference batch = orders(process(flaky)).submit("clip.mov");

        orders(process(flaky)).status(batch);
        orders(process(flaky)).status(batch);
        assertThatThrownBy(() -> orders(process(flaky)).status(batch)).isInstanceOf(StatusException.class);
        orders(process(flaky)).status(batch);
    }

    @Test
    void twoDirectoriesNeverGiveOutTheSameId() throws Exception {
        BatchReference here = orders().submit("clip.mov");
        Simulator elsewhere = Simulator.inDirectory(folder.resolve("elsewhere"), Optional.of(CALM), clock);

        assertThat(orders(elsewhere).submit("other.mov")).isNotEqualTo(here);
    }

    @Test
    void anotherScenarioThanTheDirectorysIsRefused() throws Exception {
        BatchReference batch = orders().submit("clip.mov");
        Orders other = orders(process(Scenario.named("hanging")));

        assertThatThrownBy(() -> other.submit("other.mov"))
                .isInstanceOfSatisfying(
                        EngineUnavailableException.class,
                        failed -> assertThat(failed.code()).isEqualTo("SIMULATOR_SCENARIO_DIFFERS"));
        assertThatThrownBy(() -> other.status(batch)).isInstanceOf(StatusException.class);
        assertThat(process(Scenario.named("hanging"))
                        .engine()
                        .health(other.soon())
                        .isReady())
                .isFalse();
    }

    @Test
    void withoutAScenarioTheDirectorysOwnIsTaken() throws Exception {
        Scenario quick = Scenario.builder().speed(1000).build();
        BatchReference batch = orders(process(quick)).submit("clip.mov");
        clock.advance(Duration.ofMillis(10));

        Simulator next = Simulator.inDirectory(directory(), Optional.empty(), clock);

        assertThat(orders(next).words(batch)).isEqualTo("Successful");
    }

    @Test
    void askingMakesNoDirectory() throws Exception {
        Simulator simulator = process(CALM);

        EngineHealth health = simulator.engine().health(orders().soon());

        assertThat(health.isReady()).isTrue();
        assertThat(simulator.statusSource().list(orders().soon())).isEmpty();
        assertThat(directory()).doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNotReady() throws Exception {
        Files.writeString(directory(), "a file");

        assertThat(process(CALM).engine().health(orders().soon()).isReady()).isFalse();
        assertThatThrownBy(() -> orders().submit("clip.mov")).isInstanceOf(EngineUnavailableException.class);
    }

    @Test
    void onlyTheOwnerCanReadTheState() throws Exception {
        orders().submit("clip.mov");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                .isEqualTo("rwx------");
        try (var files = Files.list(directory())) {
            assertThat(files.toList())
                    .hasSizeGreaterThan(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void settingsAreLaidDownWhenTheyAreFirstAskedFor() throws Exception {
        Simulator simulator = process(CALM);
        assertThat(directory()).doesNotExist();

        List<SettingFacts> settings = simulator.settings().all();

        assertThat(settings)
                .extracting(SettingFacts::name)
                .contains(
                        "Apple Devices 4K (HEVC 8-bit)",
                        "Apple ProRes 422 HQ",
                        "Apple ProRes 422 Proxy",
                        "HD 720p",
                        "TIFF Image Sequence");
        assertThat(settings).filteredOn(SettingFacts::imageSequence).hasSize(5);
        assertThat(settings).extracting(SettingFacts::origin).containsOnly(SettingFacts.Origin.BUILT_IN);
    }

    @Test
    void aSettingPutIntoTheDirectoryCanBeChosenAndRubbishIsLeftOut() throws Exception {
        Simulator simulator = process(CALM);
        int before = simulator.settings().all().size();
        Clips.movieSetting(directory().resolve("settings"));
        Files.writeString(directory().resolve("settings/broken.compressorsetting"), "<nothing>");

        assertThat(simulator.settings().all())
                .hasSize(before + 1)
                .filteredOn(setting -> setting.origin() == SettingFacts.Origin.USER)
                .extracting(SettingFacts::name)
                .containsExactly("movie");
    }

    @Test
    void aRemovedDirectoryIsCreatedAgain() throws Exception {
        Simulator simulator = process(CALM);
        BatchReference batch = orders(simulator).submit("clip.mov");
        try (var files = Files.list(directory())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        assertThat(orders(simulator).status(batch)).isNull();
        BatchReference next = orders(simulator).submit("other.mov");
        assertThat(orders(simulator).status(next)).isNotNull();
    }

    @Test
    void modelTimeIsCountedFromTheBirthOfTheDirectory() throws Exception {
        orders().submit("clip.mov");

        assertThat(Birth.in(directory(), Optional.empty()).orElseThrow().born())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }
}
