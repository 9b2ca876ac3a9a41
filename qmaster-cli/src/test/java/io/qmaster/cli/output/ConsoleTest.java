package io.qmaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.SubmissionId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All output to stdout and stderr is cleaned. */
class ConsoleTest {
    private static final String FORGED = "a\u001b]0;renamed\u0007\nqmaster: the batch was successful\u202e";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(out, err);

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatAnEngineSaysAtLengthFitsOnAScreen() {
        String reason = "Failed: " + "boo ".repeat(100_000) + "disk full";
        Table table = new Table("STATE", "NAME");
        table.row(reason, "clip.mov");

        console.tell(reason);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("Failed: boo")
                .endsWith("disk full\n")
                .hasSizeLessThanOrEqualTo(1803);
        assertThat(table.lines().get(1)).hasSizeLessThan(700).contains("disk full  clip.mov");
    }

    @Test
    void aLineStaysOneLine() {
        console.answer(FORGED);
        console.tell(FORGED);
        console.log(FORGED);

        String clean = "a\\u001b]0;renamed\\u0007\\nqmaster: the batch was successful\\u202e\n";
        assertThat(out()).isEqualTo(clean);
        assertThat(err()).isEqualTo(clean + "qmaster: " + clean);
    }

    @Test
    void theMessageOfAnExceptionForgesNoLineOfItsTrace() {
        Exception cause = new IllegalStateException(FORGED);
        Exception thrown = new IllegalArgumentException(FORGED, cause);
        thrown.addSuppressed(new IllegalStateException(FORGED, thrown));

        console.trace(thrown);

        assertThat(err().lines())
                .map(line -> line.replaceFirst("^\t+", ""))
                .allMatch(line -> line.equals(Printable.line(line)));
        assertThat(err().lines().filter(line -> !line.strip().startsWith("at ")))
                .hasSize(4)
                .allMatch(line -> line.matches("\\s*(Suppressed: |Caused by: )?java\\.lang\\.Illegal.*"));
    }

    @Test
    void aDrawingKeepsItsColoursAndNothingElse() {
        console.draw(List.of("\u001b[33mü\u001b[0m\u001b]0;renamed\u0007"));

        assertThat(err()).isEqualTo("\r\u001b[33mü\u001b[0m\\u001b]0;renamed\\u0007\u001b[K\u001b[J");
    }

    @Test
    void whatIsPrintedGoesAboveTheDrawing() {
        console.draw(List.of("42 %"));
        console.tell("a message");
        console.draw(List.of("43 %"));
        console.endDrawing();
        console.endDrawing();
        console.log("the end");

        assertThat(err())
                .isEqualTo(
                        "\r42 %\u001b[K\u001b[J" + "\r\u001b[Ka message\n42 %" + "\r43 %\u001b[K\nqmaster: the end\n");
    }

    @Test
    void aDrawingOfSeveralLinesIsWrittenOverLineByLineAndErasedWhole() {
        console.draw(List.of("one 1 %", "two 2 %"));
        console.draw(List.of("one 3 %"));
        console.draw(List.of("one 4 %", "two 5 %"));
        console.tell("a message");
        console.erase();

        assertThat(err())
                .isEqualTo("\rone 1 %\u001b[K\ntwo 2 %\u001b[K\u001b[J"
                        + "\r\u001b[1Aone 3 %\u001b[K\u001b[J"
                        + "\rone 4 %\u001b[K\ntwo 5 %\u001b[K\u001b[J"
                        + "\r\u001b[1A\u001b[Ja message\none 4 %\ntwo 5 %"
                        + "\r\u001b[1A\u001b[J");
    }

    @Test
    void onlyTheLinesThatChangedAreWrittenAgain() {
        console.draw(List.of("one", "two", "three 1 %", "four"));
        err.reset();

        console.draw(List.of("one", "two", "three 2 %", "four"));
        console.draw(List.of("one", "two", "three 2 %", "four"));

        assertThat(err()).isEqualTo("\r\u001b[3A\n\nthree 2 %\u001b[K\nfour\u001b[K");
    }

    @Test
    void afterAResizeEveryLineIsWrittenAgain() {
        console.draw(List.of("one", "two"));
        err.reset();

        console.resized(80);
        console.draw(List.of("one", "two"));

        assertThat(err()).isEqualTo("\r\u001b[1Aone\u001b[K\ntwo\u001b[K\u001b[J");
    }

    @Test
    void whatOthersHaveWrittenBelowTheDrawingStays() {
        console.draw(List.of("one", "two"));
        err.reset();

        console.abandonDrawing();
        console.draw(List.of("one", "two"));

        assertThat(err()).isEqualTo("\rone\u001b[K\ntwo\u001b[K\u001b[J");
    }

    @Test
    void whatIsAnsweredGoesAboveTheDrawingToo() {
        console.draw(List.of("one", "two"));
        console.answer("B-1");

        assertThat(err()).endsWith("\r\u001b[1A\u001b[Jone\ntwo");
        assertThat(out()).isEqualTo("B-1\n");
    }

    @Test
    void aDrawingThatANarrowerTerminalHasWrappedIsErasedWhole() {
        console.resized(20);
        console.draw(List.of("\u001b[33m" + "=".repeat(19) + "\u001b[0m"));
        console.resized(8);
        console.draw(List.of("=".repeat(8)));
        console.tell("a message");

        assertThat(err())
                .isEqualTo("\r\u001b[33m" + "=".repeat(19) + "\u001b[0m\u001b[K\u001b[J"
                        + "\r\u001b[2A========\u001b[K\u001b[J"
                        + "\r\u001b[Ka message\n========");
    }

    @Test
    void aWarningIsAnObjectWhereFailuresAre() {
        SubmissionId submission = new SubmissionId("q0000000000000000000000001");
        console.warn("for people the log says so", Optional.of(submission));
        console.json(true);
        console.warn("waiting\u001b[2J", Optional.of(submission));
        console.quiet(true);
        console.warn("not wanted", Optional.of(submission));

        assertThat(err())
                .isEqualTo("{\"warning\":{\"message\":\"waiting\\\\u001b[2J\",\"submissionId\":\"" + submission
                        + "\"}}\n");
    }

    @Test
    void whatALibraryPrintsIsCleaned() {
        console.stray().println("SLF4J\u001b[2J");
        console.stray().printf("%s%n", "two\rthree");

        assertThat(err()).isEqualTo("SLF4J\\u001b[2J\ntwo\nthree\n");
    }
}
