package io.qmaster.simulator.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.JobOptions;
import io.qmaster.domain.standard.SettingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory limit of the programs of FFmpeg. */
class MemoryLimitTest {
    private static final Duration OFTEN = Duration.ofMillis(1);
    private static final Program SLEEP = Program.plain(Path.of("/bin/sleep"));

    @TempDir
    private Path folder;

    @Test
    void aProcessIsEndedAsSoonAsItUsesMoreMemoryThanItMay() {
        Iterator<Long> used = List.of(10L, 30L, 31L).iterator();
        MemoryLimit limit = new MemoryLimit(30, OFTEN, process -> used.next());
        assertThatThrownBy(() -> new Run(SLEEP, List.of("1000"), limit).toEnd(line -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("sleep used more than 30 bytes of memory");
        assertThat(used).isExhausted();
    }

    @Test
    void aProcessWhoseMemoryIsNotKnownGoesOn() throws Exception {
        MemoryLimit limit = new MemoryLimit(30, OFTEN, process -> {
            throw new IOException("the system does not say");
        });
        new Run(SLEEP, List.of("0.1"), limit).toEnd(line -> {});
    }

    @Test
    void theMemoryOfThisProcessIsMoreThanItsClassesNeed() throws Exception {
        long pid = ProcessHandle.current().pid();
        assertThat(MemoryLimit.residentBytesOf(pid)).isGreaterThan(16L << 20);
        assumeTrue(Files.isExecutable(Path.of("/bin/ps")), "systems other than Linux have a ps");
        assertThat(MemoryLimit.byPs(pid)).isGreaterThan(16L << 20);
    }

    @Test
    void theMemoryOfThePartsOfAScriptCounts() throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 1000; true").start();
        try {
            while (process.descendants().noneMatch(MemoryLimitTest::hasPages)) {
                Thread.onSpinWait();
            }
            long alone = MemoryLimit.residentBytesOf(process.pid());
            assertThat(MemoryLimit.residentBytes(process.toHandle())).isGreaterThan(alone);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static boolean hasPages(ProcessHandle process) {
        try {
            return MemoryLimit.residentBytesOf(process.pid()) > 0;
        } catch (IOException | InterruptedException ended) {
            return false;
        }
    }

    @Test
    void anEncoderThatUsesTooMuchMemoryFailsItsJobWithAReason() throws Exception {
        Path source = TinyClips.clip(folder.resolve("long.mov"), "-c:v", "mpeg4", "-vf", "tpad=stop=3000");
        Path setting = TinyClips.setting(
                folder.resolve("test.setting"),
                "QT",
                "mov",
                "<video-encode isEnabled=\"yes\"><codec-type>ap4x</codec-type><automatic width=\"1280\" height=\"720\"/></video-encode>");
        // Less than ffmpeg needs to load its libraries. The ffprobe before it may use what it needs.
        MemoryLimit limit = new MemoryLimit(
                8L << 20, Duration.ofMillis(10), process -> isFfmpeg(process) ? MemoryLimit.residentBytes(process) : 0);
        Ffmpeg tight = TinyClips.ffmpeg().limitedTo(limit);
        Encoding.Result result = new Encoding(
                        tight,
                        OutputPlan.of(SettingFile.read(setting), JobOptions.NONE, false),
                        source,
                        Files.createDirectory(folder.resolve("work")))
                .encode(part -> {});
        assertThat(result.failure()).contains("the encoder failed: ffmpeg used more than 8 MiB of memory");
    }

    private static boolean isFfmpeg(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("ffmpeg"))
                .isPresent();
    }

    @Test
    void theUsualLimitIsHalfOfTheMachineAndAtMostEightGibibytes() {
        assertThat(MemoryLimit.bytesFor(4L << 30)).isEqualTo(2L << 30);
        assertThat(MemoryLimit.bytesFor(64L << 30)).isEqualTo(8L << 30);
        assertThat(MemoryLimit.usual().bytes()).isPositive();
    }

    @Test
    void aLimitReadsInTheLargestUnitThatFits() {
        assertThat(new MemoryLimit(8L << 30, OFTEN, process -> 0)).hasToString("8 GiB");
        assertThat(new MemoryLimit(1536L << 20, OFTEN, process -> 0)).hasToString("1.5 GiB");
        assertThat(new MemoryLimit(8L << 20, OFTEN, process -> 0)).hasToString("8 MiB");
    }
}
