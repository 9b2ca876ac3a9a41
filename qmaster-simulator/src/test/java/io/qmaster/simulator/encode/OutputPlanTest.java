package io.qmaster.simulator.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.qmaster.simulator.encode.OutputPlan.Edges;
import io.qmaster.simulator.encode.OutputPlan.Part;
import io.qmaster.simulator.encode.OutputPlan.Picture;
import io.qmaster.simulator.encode.OutputPlan.Rate;
import io.qmaster.simulator.encode.OutputPlan.Retiming;
import io.qmaster.simulator.encode.OutputPlan.Sequence;
import io.qmaster.simulator.encode.OutputPlan.Size;
import io.qmaster.simulator.encode.OutputPlan.Sound;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputPlanTest {
    private static final Part WHOLE = new Part(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final OutputPlan FULL = new OutputPlan(
            "mov",
            false,
            Optional.of(new Picture(
                    "avc1",
                    Optional.of("High"),
                    OptionalLong.of(8_000_000_000L),
                    Optional.of(new Rate(30_000, 1001)),
                    Optional.of(new Size(-50.5, -50.5)),
                    new Edges(1, 2, 3, 4),
                    new Edges(5, 6, 7, 8),
                    3,
                    1,
                    true)),
            Optional.of(new Sound("aac", OptionalInt.of(48_000), OptionalInt.of(2), OptionalLong.of(128_000))),
            new Retiming(99.9, true),
            new Part(
                    Optional.of("00:00:01;00"),
                    Optional.of("00:00:02;00"),
                    Optional.of("01:00:00:00"),
                    Optional.of("/in/chapters \"1\".txt")),
            Optional.of(new Sequence(Optional.of(new BigDecimal("23.976")), Optional.of("/in/sound.wav"))));

    private static final OutputPlan EMPTY = new OutputPlan(
            "mov",
            true,
            Optional.empty(),
            Optional.of(new Sound("lpcm", OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty())),
            Retiming.NONE,
            WHOLE,
            Optional.of(new Sequence(Optional.empty(), Optional.empty())));

    @Test
    void aPlanIsReadAsItWasWritten() {
        assertThat(OutputPlan.parse(FULL.text())).isEqualTo(FULL);
        assertThat(OutputPlan.parse(EMPTY.text())).isEqualTo(EMPTY);
        assertThat(FULL.text()).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "{}",
                "[]",
                "{\"extension\":1}",
                "{\"retiming\":{},\"part\":{},\"extension\":\"mov\"}"
            })
    void aTextThatIsNotAPlanIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> OutputPlan.parse(text));
    }
}
