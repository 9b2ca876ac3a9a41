package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.contract.ScriptedBackend;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The name for the engine, and whether a listed name matches it. */
class BatchNamingTest {
    private static final int KEPT_BY_AN_ENGINE = 64;

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend().queues("B-1");

    BatchNamingTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private BatchOrder order(BatchRequest.Builder request) throws InterruptedException {
        Qmaster.over(backend).submit(request.build());
        return backend.submitted().get(0);
    }

    private BatchOrder named(String name) throws InterruptedException {
        return order(bench.request().batchName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "ü", "한", "🚢", "ﬃ"})
    void theTokenSurvivesAnEngineThatKeepsSixtyFourLettersInWhateverForm(String letter) throws Exception {
        BatchOrder order = named(letter.repeat(190));

        for (Normalizer.Form form : new Normalizer.Form[] {Normalizer.Form.NFC, Normalizer.Form.NFD}) {
            String written = Normalizer.normalize(order.name(), form);
            String kept = written.substring(0, Math.min(written.length(), KEPT_BY_AN_ENGINE));
            assertThat(kept).contains(order.submissionId().token());
            assertThat(order.isNamed(kept)).isTrue();
        }
    }

    @Test
    void aLongNameKeepsItsBeginningAndItsEnd() throws Exception {
        BatchOrder order = named("Episode 1: The Very Long Title of the Pilot That Nobody Can Remember, Reel 7");

        assertThat(order.name())
                .hasSizeBetween(KEPT_BY_AN_ENGINE - 1, KEPT_BY_AN_ENGINE)
                .startsWith("Episode 1: The Very Long...")
                .endsWith("Can Remember, Reel 7 [" + order.submissionId().token() + "]");
    }

    @Test
    void aNameThatFitsIsLeftAsItIs() throws Exception {
        String fits = "n".repeat(51);

        BatchOrder order = named(fits);

        assertThat(order.name()).isEqualTo(fits + " [" + order.submissionId().token() + "]");
    }

    @Test
    void theNameOfALongSourceStillSaysWhatIsDoneWithIt() throws Exception {
        BatchOrder order = order(bench.request().sourceFile(bench.source("A001_" + "x".repeat(100) + "_v2.mov")));

        assertThat(order.name())
                .startsWith("A001_")
                .endsWith("_v2.mov Transcode [" + order.submissionId().token() + "]")
                .hasSize(KEPT_BY_AN_ENGINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Promo (TOKEN)",
                "Promo {TOKEN}",
                "Promo ［TOKEN］",
                "Promo &#91;TOKEN&#93;",
                "Promo TOKEN",
                "Promo_TOKEN_",
                "TOKEN",
                "…TOKEN",
                "Promo [TOKEN",
                "Promo [TOKEN] (2)",
                " Promo [TOKEN] "
            })
    void theTokenAloneDecidesWhateverTheEngineWritesAroundIt(String shown) throws Exception {
        BatchOrder order = named("Promo");
        String token = order.submissionId().token();

        assertThat(order.isNamed(shown.replace("TOKEN", token))).isTrue();
        assertThat(order.isNamed(shown.replace("TOKEN", token).toUpperCase(Locale.ROOT)))
                .isTrue();
        assertThat(order.isNamed(shown.replace("TOKEN", "0123456789"))).isFalse();
    }

    @Test
    void anotherSubmissionThatWasGivenTheNameOfThisOneIsNotThisOne() throws Exception {
        BatchOrder first = named("Promo");
        String reused = "Promo [" + first.submissionId().token() + "] [0a1b2c3d4e]";

        assertThat(first.isNamed(reused)).isFalse();
    }

    @Test
    void anExactNameIsSentWholeAndMustBeShownAsItIs() throws Exception {
        BatchOrder order = order(bench.request().batchName("Überfahrt").exactName());

        assertThat(order.name()).isEqualTo("Überfahrt");
        assertThat(order.isNamed(Normalizer.normalize("Überfahrt", Normalizer.Form.NFD)))
                .isTrue();
        assertThat(order.isNamed("Überfahrt 2")).isFalse();
        assertThat(order.isNamed("Überfah")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "…", "..."})
    void anExactNameThatIsLongerThanAnEngineKeepsMayBeShownShortened(String mark) throws Exception {
        String name = "Episode 1: The Very Long Title of the Pilot That Nobody Can Remember, Reel 7";
        BatchOrder order = order(bench.request().batchName(name).exactName());

        assertThat(order.isNamed(name.substring(0, KEPT_BY_AN_ENGINE - mark.length()) + mark))
                .isTrue();
        assertThat(order.isNamed("Episode 1" + mark)).isFalse();
    }
}
