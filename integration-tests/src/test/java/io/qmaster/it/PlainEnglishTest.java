package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything that the program and the library print, and the documentation, is written in plain English. */
class PlainEnglishTest {
    private static final Path ROOT = Path.of("..");

    private static final Pattern UNUSUAL = Pattern.compile(
            "(?<!there )\\b(is|are) no (?!longer)|"
                    + String.join(
                            "|",
                            "\\banew\\b",
                            "\\bat all\\b",
                            "\\bfault of ours\\b",
                            "\\bfor ever\\b",
                            "\\b(is|are) told\\b",
                            "\\blook with\\b",
                            "\\bmend(s|ed)?\\b",
                            "\\bno good\\b",
                            "\\bnobody\\b",
                            "\\bonce more\\b",
                            "\\bout of sight\\b",
                            "\\bsafe for threads\\b",
                            "\\bsee to it\\b",
                            "\\bseldom\\b",
                            "\\bsomebody\\b",
                            "\\bstays? behind\\b",
                            "\\btakes? up again\\b",
                            "\\bwhoever\\b"),
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern COMMENT = Pattern.compile("^\\s*(\\*|/\\*|//).*");

    @Test
    void textsOfTheProgramAreInPlainEnglish() throws IOException {
        List<String> texts = sources()
                .flatMap(file -> lines(file)
                        .filter(line -> !COMMENT.matcher(line).matches())
                        .flatMap(line -> LITERAL.matcher(line).results().map(found -> file + ": " + found.group())))
                .toList();

        assertThat(texts).hasSizeGreaterThan(1000);
        assertThat(texts.stream().filter(text -> UNUSUAL.matcher(text).find())).isEmpty();
    }

    @Test
    void theCommentsOfTheBackendsAreInPlainEnglish() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 12)) {
            List<String> comments = files.filter(file -> file.toString()
                            .matches("\\.\\./qmaster-(compressor-cli|simulator)/src/main/java/.*\\.java"))
                    .map(file -> file + ": " + comments(file))
                    .toList();

            assertThat(comments).hasSizeGreaterThan(200);
            assertThat(comments.stream().filter(text -> UNUSUAL.matcher(text).find()))
                    .isEmpty();
        }
    }

    @Test
    void theDocumentationIsInPlainEnglish() {
        for (String guide : Readme.files()) {
            List<String> lines = lines(ROOT.resolve(guide)).toList();
            assertThat(IntStream.range(0, lines.size())
                            .filter(line -> UNUSUAL.matcher(lines.get(line)).find())
                            .mapToObj(line -> guide + ":" + (line + 1) + ": " + lines.get(line))
                            .collect(Collectors.toList()))
                    .isEmpty();
        }
    }

    /** Stand-ins speak as the real programs do. */
    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 12)) {
            return files
                    .filter(file -> file.toString().matches("\\.\\./qmaster-[a-z-]+/src/main/java/.*\\.java"))
                    .filter(file -> !file.toString().contains("/standin/"))
                    .toList()
                    .stream();
        }
    }

    /** All comments of a file in one line. */
    private static String comments(Path file) {
        return lines(file)
                .filter(line -> COMMENT.matcher(line).matches())
                .map(line -> line.replaceFirst("^\\s*(/\\*\\*|\\*|//)", "").strip())
                .collect(Collectors.joining(" "));
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
