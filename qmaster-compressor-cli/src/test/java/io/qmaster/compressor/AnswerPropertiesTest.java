package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties that hold for any bytes that a program may answer. */
class AnswerPropertiesTest {
    private static final String OURS = "A2B9E1F0-3C4D-4E5F-8A6B-7C8D9E0F1A2B";
    private static final BatchReference BATCH = BatchReference.of(OURS, "FCS Cluster");
    private static final List<String> SAMPLES = List.of(
            "final-cut-studio/monitor.stdout",
            "compressor-4/monitor.stdout",
            "compressor-5/monitor-once.stdout",
            "compressor-5/monitor-failed.stdout");

    @Property
    void anyBytesGiveAStateThatTheyContainOrADeclaredFailure(@ForAll byte[] bytes) {
        String answer = new String(bytes, StandardCharsets.UTF_8);

        parsed(answer)
                .forEach(status -> assertThat(answer).contains(status.text().raw()));
    }

    @Property
    void aSampleInPiecesGivesNothingThatItDoesNotContain(@ForAll("pieces") String answer) {
        parsed(answer).forEach(status -> {
            assertThat(answer).contains(status.text().raw());
            assertThat(answer.toUpperCase(Locale.ROOT))
                    .contains(status.batch().id().value().toUpperCase(Locale.ROOT));
        });
    }

    @Property
    void noNameMakesABatchSuccessful(@ForAll("names") String name) {
        String answer = "<batchStatus name=\"" + name + "\" submissionTime=\"\" sentBy=\"voc\" percentComplete=\"100\""
                + " status=\"Processing\" batchid=\"" + OURS + "\" /batchStatus>\n";

        assertThat(parsed(answer))
                .allSatisfy(status -> assertThat(status.state()).isNotEqualTo(BatchState.SUCCESSFUL));
    }

    @Property
    void aNameOfOneLineComesThroughWhole(@ForAll("namesOfOneLine") String name) throws Exception {
        String answer = "<batchStatus name=\"" + name + "\" submissionTime=\"\" sentBy=\"voc\" percentComplete=\"28\""
                + " status=\"Processing\" batchid=\"" + OURS + "\" /batchStatus>\n";

        BatchStatus status = StatusAnswer.parse(answer).of(BATCH, Instant.EPOCH).orElseThrow();

        assertThat(status.state()).isEqualTo(BatchState.PROCESSING);
        assertThat(status.name()).isEqualTo(Optional.of(name.strip()).filter(text -> !text.isEmpty()));
    }

    @Property
    void anyBytesOfASubmissionGiveAnIdThatTheyContainOrNone(@ForAll byte[] bytes, @ForAll("pieces") String other) {
        String output = new String(bytes, StandardCharsets.UTF_8);

        SubmissionAnswer answer = SubmissionAnswer.parse(output, other);

        answer.batchId().ifPresent(id -> assertThat(output + other).contains(id.value()));
    }

    /**
     * Texts that are difficult for parsers, long enough that a parser with repeated backtracking would exceed the
     * timeout.
     */
    @Property(tries = 8)
    void longTextsTakeLinearTime(@ForAll("hardLines") String line) {
        String answer = line.repeat(500_000 / line.length());

        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            parsed(answer);
            SubmissionAnswer.parse(answer, answer);
            Refusal.in(answer);
            Refusal.wordsOf(answer);
        });
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(SAMPLES)
                .map(Fixture::of)
                .flatMap(sample -> Arbitraries.integers()
                        .between(0, sample.length())
                        .flatMap(from -> Arbitraries.integers()
                                .between(from, sample.length())
                                .map(to -> sample.substring(0, from) + sample.substring(to))));
    }

    @Provide
    Arbitrary<String> names() {
        return words("\n", "\n<batchStatus name=\"", "/batchStatus>\n").map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> namesOfOneLine() {
        return words(" ", "ű", "🎬", "<b>").map(parts -> String.join("", parts));
    }

    private static Arbitrary<List<String>> words(String... more) {
        Arbitrary<String> markup = Arbitraries.of(
                "\"",
                " status=\"Successful\"",
                " status=\"Successful",
                "\" status=\"Successful",
                "\" batchid=\"" + OURS,
                " batchid=\"" + OURS + "\"",
                " /batchStatus>",
                "\" name=\"x",
                "<jobStatus ",
                "=\"",
                "x");
        return Arbitraries.oneOf(markup, Arbitraries.of(more)).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> hardLines() {
        return Arbitraries.of(
                "[\n",
                "[0,[\n]\n",
                "{\"a\":\n",
                "[{\"batchStatus\":{\"name\":\"\n",
                "<batchStatus name=\"x\n",
                "<batchStatus name=\"x\" a=\"\n",
                " a=\"b\" /batchStatus>",
                "<batchID ",
                "<batchID x>\n",
                "2026-10-01 20:30:44.162 Compressor",
                "2026-10-01 20:30:44.162 Compressor[1:2] [\n",
                "objc[",
                "Parameter error: x\n",
                "\"");
    }

    private static List<BatchStatus> parsed(String answer) {
        try {
            return StatusAnswer.parse(answer).all(Cluster.THIS_COMPUTER, Instant.EPOCH);
        } catch (UnreadableAnswerException declared) {
            return List.of();
        }
    }
}
