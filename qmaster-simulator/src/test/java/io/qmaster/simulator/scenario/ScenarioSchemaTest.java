package io.qmaster.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An editor that knows the schema says of a file what the simulator says of it. */
class ScenarioSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Scenario.jsonSchema());

    /** What is wrong beyond the form of the file: no JSON at all, names that occur twice or stand for nothing. */
    private static final List<String> BEYOND_FORM =
            List.of("JSON", "a name that no other", "the name of a cluster", "a node of the cluster");

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

    private static List<Error> faults(String json) {
        return SCHEMA.validate(json, InputFormat.JSON);
    }
}
