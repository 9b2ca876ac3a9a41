package io.qmaster.domain.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VideoCodecTest {
    @Test
    void aCodeIsKnownWhateverItsCaseAndTheSpacesAroundIt() {
        assertThat(VideoCodec.of("rle ")).contains(VideoCodec.ANIMATION);
        assertThat(VideoCodec.of("MTCompressionProRes422Proxy")).contains(VideoCodec.PRORES_422_PROXY);
    }

    @Test
    void whatIsNotKnownIsNoCodec() {
        assertThat(VideoCodec.of("icod")).isEmpty();
        assertThat(VideoCodec.of("")).isEmpty();
    }

    @Test
    void theNameOfAFamilyIsNoFlavorOfProRes() {
        assertThat(VideoCodec.of("prores")).isEmpty();
    }
}
