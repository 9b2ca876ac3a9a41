package io.qmaster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The names of settings in the names of files. */
class SuffixTest {
    @Test
    void blanksAndSignsBecomeDashes() {
        assertThat(Suffix.of("Apple Devices 4K (HEVC 8-bit)")).isEqualTo("-apple-devices-4k-hevc-8-bit");
    }

    @Test
    void nothingLeadsIntoAnotherFolder() {
        assertThat(Suffix.of("../../etc/passwd")).doesNotContain("/");
    }

    @Test
    void lettersOfOtherScriptsStay() {
        assertThat(Suffix.of("Größe H.264")).isEqualTo("-größe-h.264");
    }
}
