package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.output.JsonInput;
import io.qmaster.domain.contract.ScriptedBackend;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The program reads any document that a user names, or refuses it with a line of at most a screen. */
class AnyDocumentTest {
    private static Path folder = Path.of("");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("qmaster-any");
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Pieces of such documents in any order, nested in any number of brackets. */
    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> pieces = Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"jobs\"",
                        "\"source\"",
                        "\"a.mov\"",
                        "\"setting\"",
                        "\"labels\"",
                        "\"beside\"",
                        "\"backend\"",
                        "\"simulator\"",
                        "true",
                        "null",
                        "-1",
                        "1e9999",
                        "\"",
                        "\\u0000",
                        "\u001b[2J",
                        "\u202e",
                        "\ud800",
                        " ",
                        "\n")
                .list()
                .ofMaxSize(40)
                .map(list -> list.stream().collect(Collectors.joining()));
        Arbitrary<Integer> depth = Arbitraries.integers().between(0, 3_000);
        return pieces.flatMap(text -> depth.map(levels -> "[".repeat(levels) + text + "]".repeat(levels)));
    }

    private static void assertRefusedInALineOrRead(Bench.Run run, Integer... codes) {
        assertThat(run.code()).as(run.err()).isIn((Object[]) codes);
        assertThat(run.err())
                .hasSizeLessThan(24 * 80)
                .doesNotContain("Exception", "internal error", "\u001b", "\u202e");
    }

    @Property(tries = 150)
    void anyRequestIsReadOrRefused(@ForAll("documents") String document) {
        Bench bench = new Bench(folder, new ScriptedBackend());

        assertRefusedInALineOrRead(bench.stdin(document).run("submit", "--from", "-"), 2, 3, 5);
    }

    @Property(tries = 150)
    void anyConfigFileIsReadOrRefused(@ForAll("documents") String document) throws IOException {
        Bench bench = new Bench(folder, new ScriptedBackend());
        Path file = Files.writeString(folder.resolve("config.json"), document.replace("\ud800", ""));

        assertRefusedInALineOrRead(bench.run("config", "--config", file.toString()), 0, 2);
    }

    @Property(tries = 500)
    void anyBytesAreOneDocumentOrAFaultInWords(@ForAll byte[] content) throws IOException {
        Optional<String> fault = Optional.empty();
        try {
            JsonInput.read(new ByteArrayInputStream(content), 1);
        } catch (JsonInput.Fault noDocument) {
            fault = Optional.of(noDocument.getMessage());
        }

        assertThat(fault.orElse("is not judged")).startsWith("is not ");
    }
}
