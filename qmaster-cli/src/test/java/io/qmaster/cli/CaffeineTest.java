package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Mac stays awake while a command waits. */
class CaffeineTest {
    @TempDir
    private Path folder;

    private final List<List<String>> started = new ArrayList<>();
    private Path caffeinate;

    @BeforeEach
    void installCaffeinate() throws IOException {
        caffeinate = Files.createFile(
                folder.resolve("caffeinate"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    @Test
    void onAMacItsOwnProgramIsStartedOnceForOurProcess() {
        Caffeine caffeine = new Caffeine("Mac OS X", caffeinate, 4711, started::add);

        caffeine.begin();
        caffeine.begin();

        assertThat(started).containsExactly(List.of(caffeinate.toString(), "-w", "4711"));
    }

    @Test
    void onAnotherSystemNothingIsStarted() {
        new Caffeine("Linux", caffeinate, 4711, started::add).begin();

        assertThat(started).isEmpty();
    }

    @Test
    void whereTheProgramIsMissingNothingIsStarted() {
        new Caffeine("Mac OS X", folder.resolve("none"), 4711, started::add).begin();

        assertThat(started).isEmpty();
    }

    @Test
    void aMacThatCannotBeKeptAwakeWaitsNevertheless() {
        Caffeine caffeine = new Caffeine("Mac OS X", caffeinate, 4711, command -> {
            throw new IOException("no more processes");
        });

        assertThatCode(caffeine::begin).doesNotThrowAnyException();
    }

    @Test
    void theMachineIsKeptAwakeWhileACommandWaitsAndNotBefore() {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        String id = bench.submit().out().strip();
        assertThat(bench.timesAwake).isZero();

        bench.run("wait", id);

        assertThat(bench.timesAwake).isEqualTo(1);
    }
}
