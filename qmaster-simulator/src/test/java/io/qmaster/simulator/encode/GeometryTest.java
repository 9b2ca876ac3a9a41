package io.qmaster.simulator.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.JobOptions;
import io.qmaster.domain.standard.SettingFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filters for the geometry of a picture. */
class GeometryTest {
    private static final Source.Picture EIGHT_K =
            new Source.Picture(7680, 4320, 1, Optional.empty(), true, false, 0, 0);

    @TempDir
    private Path folder;

    @Test
    void framesThatAreTooLargeForOpenH264FailBeforeItStarts() {
        assertThatThrownBy(() -> filters("libopenh264", "-100", "-100"))
                .hasMessage("the frames would be too large for libopenh264: 7680×4320");
    }

    @Test
    void framesOfEightKAreEncodedByOtherEncodersAndInOtherSizes() throws Exception {
        assertThat(filters("libx264", "-100", "-100")).containsExactly("format=yuv420p");
        assertThat(filters("libopenh264", "3840", "2160")).contains("scale=3840:2160:flags=bicubic+accurate_rnd");
    }

    private List<String> filters(String encoder, String width, String height) throws Exception {
        Path setting = TinyClips.setting(
                folder.resolve("test.setting"),
                "QT",
                "mov",
                "<video-encode isEnabled=\"yes\"><codec-type>avc1</codec-type><automatic width=\"%s\" height=\"%s\"/></video-encode>"
                        .formatted(width, height));
        OutputPlan plan = OutputPlan.of(SettingFile.read(setting), JobOptions.NONE, false);
        Codecs codecs = Codecs.of(plan, Ffmpeg.of("8.0.1", Set.of(encoder)));
        return Geometry.filters(
                plan.video().orElseThrow(), EIGHT_K, codecs.video().orElseThrow());
    }
}
