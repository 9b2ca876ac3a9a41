package io.qmaster.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The result of Jackson's object mapper for the same text. */
class JsonTextTest {
    private static final JsonMapper JACKSON = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "-1",
                "2147483648",
                "123456789012345678901234567890",
                "0.1",
                "1.0",
                "1e300",
                "\"\"",
                "{\"a\":{\"b\":[1,[],{\"c\":null},false]},\"z\":\"ö “é” \\u0000 \\\\ \\\" \\n / \uD83C\uDFAC\"}"
            })
    void isReadAndWrittenAsByJacksonsMapper(String text) {
        JsonNode same = JACKSON.readTree(text);

        assertThat(JsonText.read(text)).isEqualTo(same);
        assertThat(JsonText.write(same)).isEqualTo(same.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "[1", "{\"a\"}", "{\"a\":1,\"a\":2}", "1 2", "{} {}", "nonsense", "}", "{\"a\":}"})
    void isRefusedUnlessItIsOneValue(String text) {
        assertThatThrownBy(() -> JsonText.read(text)).isInstanceOf(JacksonException.class);
    }

    @Test
    void toldIsWhereTheFaultIs() {
        assertThatThrownBy(() -> JsonText.read("{\n  \"a\": nothing\n}"))
                .isInstanceOfSatisfying(
                        JacksonException.class,
                        broken -> assertThat(broken.getLocation().getLineNr()).isEqualTo(2));
    }
}
