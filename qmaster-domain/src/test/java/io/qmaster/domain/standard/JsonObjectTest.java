package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void anObjectIsOneLineWithItsMembersInTheirOrder() {
        JsonObject json = new JsonObject()
                .with("text", "a\"b\\c\nd\u2028\uD83C")
                .with("number", -7)
                .with("flag", true)
                .with("object", new JsonObject())
                .with("objects", List.of(new JsonObject().with("a", 1), new JsonObject().with("b", 2)))
                .withTexts("texts", List.of("x", "é🎬"))
                .withText("nothing", Optional.empty())
                .withText("something", Optional.of(1.5));

        assertThat(json)
                .hasToString("{\"text\":\"a\\\"b\\\\c\\nd\\u2028\\ud83c\",\"number\":-7,\"flag\":true,\"object\":{},"
                        + "\"objects\":[{\"a\":1},{\"b\":2}],\"texts\":[\"x\",\"é🎬\"],\"something\":\"1.5\"}");
    }

    @Test
    void anyTextIsReadAsItWasWritten() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(20), 0, 0x10000)
                    .map(c -> random.nextBoolean() ? c : c % 0x80)
                    .forEach(c -> text.append((char) c));
            String line =
                    new JsonObject().with(text.toString(), text.toString()).toString();

            assertThat(line).doesNotContain("\n", "\r");
            assertThat(JsonReader.read(line).text(text.toString())).isEqualTo(text.toString());
        }
    }

    @Test
    void whatOthersWroteIsReadTolerantly() {
        JsonObject json = JsonReader.read(
                " { \"a\" : \"\\u00E9\\/\\b\\f\\r\\t\" , \"n\" : null, \"m\":[null, -1, 2.5E+3,true ,{}], \"a2\":12, \"d\":1.5 } ");

        assertThat(json.text("a")).isEqualTo("é/\b\f\r\t");
        assertThat(json.names()).containsExactly("a", "m", "a2", "d");
        assertThat(json.number("a2")).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "[]",
                "\"a\"",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "{\"a\":\"b}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12",
                "{\"a\":tru}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\":-}",
                "{\"a\":1",
                "{\"a\":1.2.3}",
                "{a:1}",
                "{\"a\" 1}",
                "{\"a\":\"\t\"}"
            })
    void whatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNestedSixtyFourDeepIsReadAndDeeperIsRefused() {
        String deep = "[".repeat(63) + "]".repeat(63);
        assertThat(JsonReader.read("{\"a\":" + deep + ",\"b\":" + deep + "}").names())
                .containsExactly("a", "b");

        assertThatThrownBy(() -> JsonReader.read("{\"a\":[" + deep + "]}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whereTheTextIsNoJsonIsTold() {
        assertThatThrownBy(() -> JsonReader.read("{x}")).hasMessageContaining("character 2 of 3");
    }

    @Test
    void aMemberThatIsMissingOrOfAnotherTypeIsTold() {
        JsonObject json = new JsonObject().with("a", 1);

        assertThatThrownBy(() -> json.text("a")).hasMessageContaining("\"a\"");
        assertThatThrownBy(() -> json.flag("b")).hasMessageContaining("\"b\"");
        assertThatThrownBy(() -> json.texts("c")).hasMessageContaining("\"c\"");
        assertThat(json.optionalObject("a")).isEmpty();
    }

    @Test
    void aMemberIsWrittenOnce() {
        JsonObject json = new JsonObject().with("a", 1);

        assertThatThrownBy(() -> json.with("a", 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
