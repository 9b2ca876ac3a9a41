package io.qmaster.simulator.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.HarmfulFiles;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invalid files that a stand-in is given or finds. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UntrustedFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void anInvalidSettingIsRefusedAndNothingIsQueued(HarmfulFiles harm) throws Exception {
        Mac mac = new Mac(folder, StandInGeneration.COMPRESSOR_5_4);
        Path setting = harm.at(folder.resolve("harmful.compressorsetting"));

        Spoken refused = mac.compressor(mac.job(mac.source("clip.mov"), setting, mac.output("clip.mov")));

        assertThat(refused.exitCode()).isEqualTo(255);
        assertThat(refused.err()).contains("Parameter error: ").hasSizeLessThan(2000);
        assertThat(mac.services()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void anInvalidSourceIsRefusedAndNothingIsQueued(HarmfulFiles harm) throws Exception {
        Mac mac = new Mac(folder, StandInGeneration.COMPRESSOR_5_4);
        Path source = harm.at(folder.resolve("harmful.mov"));

        Spoken refused = mac.compressor(mac.job(source, mac.movie(), mac.output("clip.mov")));

        assertThat(refused.exitCode()).isEqualTo(harm == HarmfulFiles.DIRECTORY ? 255 : 3);
        assertThat(refused.err()).contains("rror: ").hasSizeLessThan(2000);
        assertThat(mac.services()).isZero();
    }

    /** The next caller continues the queue. */
    @ParameterizedTest
    @EnumSource(names = {"PIPE", "DEVICE", "DIRECTORY"})
    void aServiceMarkThatIsNotAFileIsReported(HarmfulFiles harm) throws Exception {
        harm.at(folder.resolve("service"));

        assertThatIOException()
                .isThrownBy(() -> new ServiceMark(folder, new VirtualClock()).with(marked -> {}))
                .withMessageContaining("not a regular file");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PIPE", "DEVICE", "DIRECTORY"})
    void aMarkOfTheServiceThatNamesNoProcessIsOfNone(HarmfulFiles harm) throws Exception {
        harm.at(folder.resolve("service"));
        AtomicBoolean alive = new AtomicBoolean(true);

        new ServiceMark(folder, new VirtualClock()).with(marked -> alive.set(marked.isAlive()));

        assertThat(alive).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aProgramInThePlaceOfAStandInIsThatOfAnother(HarmfulFiles harm) throws Exception {
        assertThat(Launcher.isOfAnother(harm.at(folder.resolve("Compressor")))).isTrue();
        assertThat(Launcher.isOfAnother(folder.resolve("none"))).isFalse();
    }
}
