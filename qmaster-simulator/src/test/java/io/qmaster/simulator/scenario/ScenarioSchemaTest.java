package io.qmaster.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema, which editors use, accepts and rejects the same files as the simulator. */
class ScenarioSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Scenario.jsonSchema());

    /** Errors that the schema cannot express: invalid JSON, and names that are duplicate or undefined. */
    private static final List<String> BEYOND_FORM = List.of(
            "JSON",
            "a name that no other",
            "an address that no other",
            "the name of a cluster",
            "a node of the cluster",
            "a duration from 0s to 3650 days");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String HERE = "\"put it here\"";

    static Stream<String> mistakesOfForm() {
        return ScenarioTest.mistakes()
                .map(Arguments::get)
                .filter(mistake -> BEYOND_FORM.stream().noneMatch(String.valueOf(mistake[2])::startsWith))
                .map(mistake -> String.valueOf(mistake[0]));
    }

    @ParameterizedTest
    @MethodSource("mistakesOfForm")
    void aMistakeOfFormIsAgainstTheSchema(String json) {
        assertThat(faults(json)).isNotEmpty();
    }

    @Test
    void everythingThatCanBeSaidIsWithinTheSchema() {
        assertThat(faults(ScenarioTest.EVERYTHING)).isEmpty();
    }

    @Test
    void theScenariosThatComeWithTheSimulatorAreWithinTheSchema() {
        assertThat(Scenario.names())
                .allSatisfy(name ->
                        assertThat(faults(Scenario.named(name).toJson())).isEmpty());
    }

    /** For any value at any place, schema and simulator agree whether it is valid. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-1",
                "1",
                "1.0",
                "1.5",
                "1e3",
                "256",
                "257",
                "0.9",
                "0.91",
                "0.0009",
                "1e-7",
                "1000001",
                "1000000000000000",
                "1000000000000001",
                "9223372036854775807",
                "9223372036854775808",
                "1e400",
                "\"\"",
                "\" \"",
                "\"x\"",
                "\"-x\"",
                "\" -x\"",
                "\"x\\u0000\"",
                "\"\\u0085x\"",
                "\"this computer\"",
                "\"5s\"",
                "\"+5s\"",
                "\"-5s\"",
                "\"1h-30m\"",
                "\"5.s\"",
                "\"5,5S\"",
                "\"1h30m\"",
                "\"30m1h\"",
                "\"1d\"",
                "\"5 s\"",
                "\"5s \"",
                "\"5\\u017f\"",
                "\"\\u0665s\"",
                "\"1.0000000001s\"",
                "\"90000h\"",
                "\"99999999999999999999h\"",
                "\"P\"",
                "\"PT\"",
                "\"P1DT\"",
                "\"P1D\"",
                "\"p1dt2h\"",
                "\"P1Y\"",
                "\"P-1D\"",
                "\"PT-5S\"",
                "\"P3650D\"",
                "\"P3651D\"",
                "\"host:1\"",
                "\"host:0\"",
                "\"host:65535\"",
                "\"host:65536\"",
                "\"host:007\"",
                "\"a b:1\"",
                "\"u:p@h:1\"",
                "\" u:p@x@[::1]:12345 \"",
                "\"u:\u2022\u2022\u2022@h:1\"",
                "\"u:\u2022\u2022\u2022@x@h:1\"",
                "\"a b: c@d\"",
                "\"[::1]:5\"",
                "\"[x]:5\"",
                "\":5\"",
                "\"h:\\u0661\"",
                "[]",
                "{}",
                "[1]",
                "{\"a\":1}",
                "\"hangs\"",
                "\"HANGS\"",
                "\"missing\"",
                "\"cluster-down\"",
            })
    void anOddValueIsNoFaultForOneAloneOfSchemaAndSimulator(String value) {
        assertThat(places("", JSON.readTree(ScenarioTest.EVERYTHING)))
                .hasSizeGreaterThan(60)
                .allSatisfy(place -> {
                    String json = with(value, place);
                    assertThat(faults(json).isEmpty())
                            .as("the schema accepts %s at %s", value, place)
                            .isEqualTo(isForm(json));
                });
    }

    private static boolean isForm(String json) {
        try {
            Scenario.parse(json);
            return true;
        } catch (ScenarioException mistake) {
            return BEYOND_FORM.stream().anyMatch(mistake.expected()::startsWith);
        }
    }

    /** A scenario with all keys around a place, and no more, since the validation of many faults takes long. */
    private static String with(String value, String place) {
        ObjectNode whole = (ObjectNode) JSON.readTree(ScenarioTest.EVERYTHING);
        int last = place.lastIndexOf('/');
        JsonNode around = whole.at(place.substring(0, last));
        String key = place.substring(last + 1);
        JsonNode mark = JSON.readTree(HERE);
        if (around instanceof ObjectNode object) {
            object.set(key, mark);
        } else {
            ((ArrayNode) around).set(Integer.parseInt(key), mark);
        }
        if (whole.get("faults").isArray()) {
            List<JsonNode> touched = whole.get("faults")
                    .valueStream()
                    .filter(fault -> fault.toString().contains(HERE))
                    .toList();
            whole.putArray("faults").addAll(touched);
        }
        return whole.toString().replace(HERE, value);
    }

    private static List<String> places(String place, JsonNode node) {
        List<String> all = new ArrayList<>();
        if (!place.isEmpty()) {
            all.add(place);
        }
        node.properties().forEach(child -> all.addAll(places(place + "/" + child.getKey(), child.getValue())));
        for (int at = 0; node.isArray() && at < node.size(); at++) {
            all.addAll(places(place + "/" + at, node.get(at)));
        }
        return all;
    }

    private static List<Error> faults(String json) {
        return SCHEMA.validate(json, InputFormat.JSON);
    }
}
