package io.qmaster.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.simulator.HarmfulFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Untrusted scenarios and workloads are read, or refused with a message that fits a screen. */
class UntrustedDocumentsTest {
    private static final Scenario CALM = Scenario.named("calm");
    private static final String SCENARIO = """
            {"seed": 7, "speed": 2.5, "durations": {"dispatch": "1.2s", "job": "PT1M", "variation": 0.1},
             "clusters": [{"name": "FCS Cluster", "address": "fcs.example:51737",
                           "nodes": [{"name": "node-1", "instances": 2, "speed": 1}]}],
             "faults": [{"fault": "cluster-down", "cluster": "FCS Cluster", "at": "10m", "lasting": "30m"},
                        {"fault": "status-fails", "answer": "garbled", "when": {"probability": 0.1, "from": "5m"}},
                        {"fault": "job-fails", "reason": "no", "job": 1, "attempts": 3, "when": {"batchName": "a*"}},
                        {"fault": "output-held-open", "when": {"call": 1}}]}
            """;
    private static final String WORKLOAD = """
            {"batches": [{"at": "1m30s", "name": "reel", "size": "2.5GB", "priority": "high", "cluster": "This Computer",
                          "segmentable": false, "pauseAfter": "1m", "resumeAfter": "2m", "cancelAfter": "3m"},
                         {"name": "other", "size": 750000000}]}
            """;
    /** The size of a screen in characters. */
    private static final int A_SCREEN = 2000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFileThatIsNotAScenarioIsRefused(HarmfulFiles harm) throws Exception {
        Path file = harm.at(folder.resolve("harmful.json"));

        assertThatThrownBy(() -> Scenario.read(file))
                .isInstanceOfSatisfying(ScenarioException.class, UntrustedDocumentsTest::fitsAScreen);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFileThatIsNotAWorkloadIsRefused(HarmfulFiles harm) throws Exception {
        Path file = harm.at(folder.resolve("harmful.json"));

        assertThatThrownBy(() -> Workload.read(file, CALM))
                .isInstanceOfSatisfying(ScenarioException.class, UntrustedDocumentsTest::fitsAScreen);
    }

    @Property(tries = 1000)
    void anyTextIsAScenarioOrARefusal(@ForAll("scenarios") String text) {
        try {
            assertThat(Scenario.parse(Scenario.parse(text).toJson())).isEqualTo(Scenario.parse(text));
        } catch (ScenarioException refused) {
            fitsAScreen(refused);
        }
    }

    @Property(tries = 1000)
    void anyTextIsAWorkloadOrARefusal(@ForAll("workloads") String text) {
        try {
            assertThat(Workload.parse(text, CALM).batches()).isNotNull();
        } catch (ScenarioException refused) {
            fitsAScreen(refused);
        }
    }

    @Property(tries = 200)
    void aDocumentOfAnyDepthIsRefused(@ForAll @IntRange(min = 1, max = 1_000_000) int depth) {
        for (String bracket : new String[] {"[", "{\"faults\":", "[{\"name\":", "{\"batches\":["}) {
            String text = bracket.repeat(depth);
            assertThatThrownBy(() -> Scenario.parse(text))
                    .isInstanceOfSatisfying(ScenarioException.class, UntrustedDocumentsTest::fitsAScreen);
            assertThatThrownBy(() -> Workload.parse(text, CALM))
                    .isInstanceOfSatisfying(ScenarioException.class, UntrustedDocumentsTest::fitsAScreen);
        }
    }

    private static void fitsAScreen(ScenarioException refused) {
        assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(A_SCREEN);
        assertThat(refused.getMessage().chars().filter(Character::isISOControl).filter(sign -> sign != '\n'))
                .as("control characters in %s", refused.getMessage())
                .isEmpty();
    }

    @Provide
    Arbitrary<String> scenarios() {
        return documents(SCENARIO);
    }

    @Provide
    Arbitrary<String> workloads() {
        return documents(WORKLOAD);
    }

    /** Arbitrary text, a valid document with a part replaced, and a truncated one. */
    private static Arbitrary<String> documents(String good) {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, good.length() - 1);
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(3),
                Arbitraries.of(
                        "null",
                        "-1",
                        "1e999",
                        "9".repeat(30),
                        "\"" + "x".repeat(5000) + "\"",
                        "{}",
                        "[]",
                        "\"\\u001b[31m\"",
                        "\"PT-1S\"",
                        "true",
                        "99999999999999999h",
                        "\\u0000"));
        Arbitrary<String> changed = places.flatMap(from -> Arbitraries.integers()
                .between(from, Math.min(good.length(), from + 12))
                .flatMap(to -> values.map(value -> good.substring(0, from) + value + good.substring(to))));
        Arbitrary<String> cutOff = places.map(length -> good.substring(0, length));
        Arbitrary<String> bytes = Arbitraries.bytes()
                .array(byte[].class)
                .map(content -> new String(content, StandardCharsets.ISO_8859_1));
        return Arbitraries.oneOf(Arbitraries.strings(), bytes, changed, changed, changed, cutOff);
    }
}
