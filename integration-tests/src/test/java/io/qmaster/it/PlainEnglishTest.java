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

/** The texts of the program and the library, the comments and the documentation are written in plain English. */
class PlainEnglishTest {
    private static final Path ROOT = Path.of("..");

    private static final Pattern UNUSUAL = Pattern.compile(
            "(?<!there )\\b(is|are) no (?!longer)|\\b(is|are|was|were|be) told\\b(?! (apart|from))|"
                    + Stream.of(
                                    "all the same",
                                    "anew",
                                    "anybody",
                                    "at all",
                                    "became of",
                                    "becomes? of",
                                    "fault of ours",
                                    "first first",
                                    "for ever",
                                    "for good",
                                    "in words",
                                    "look with",
                                    "mend(s|ed)?",
                                    "no good",
                                    "nobody",
                                    "once more",
                                    "out of sight",
                                    "ran out",
                                    "safe for threads",
                                    "see to it",
                                    "seldom",
                                    "somebody",
                                    "stays? behind",
                                    "takes? up again",
                                    "the way in",
                                    "who asks",
                                    "whoever")
                            .map(word -> "\\b" + word + "\\b")
                            .collect(Collectors.joining("|")),
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern COMMENT = Pattern.compile("^\\s*(\\*|/\\*|//).*");
    private static final Pattern TRAILING_COMMENT = Pattern.compile(" // (.*)$");
    private static final int CONTEXT = 40;

    @Test
    void textsOfTheProgramAreInPlainEnglish() {
        List<String> texts = sources("main")
                .filter(file -> !file.toString().contains("/standin/"))
                .flatMap(file -> lines(file)
                        .filter(line -> !COMMENT.matcher(line).matches())
                        .flatMap(line -> LITERAL.matcher(line).results().map(found -> file + ": " + found.group())))
                .toList();

        assertThat(texts).hasSizeGreaterThan(1000);
        assertThat(texts.stream().filter(text -> UNUSUAL.matcher(text).find())).isEmpty();
    }

    @Test
    void theCommentsAreInPlainEnglish() {
        List<String> comments = Stream.of("main", "test")
                .flatMap(PlainEnglishTest::sources)
                .map(file -> file + ": " + comments(file))
                .toList();

        assertThat(comments).hasSizeGreaterThan(900);
        assertThat(comments.stream().flatMap(PlainEnglishTest::unusual)).isEmpty();
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

    /** The sources of all modules, of which stand-ins print the messages of the real programs. */
    private static Stream<Path> sources(String set) {
        try (Stream<Path> files = Files.walk(ROOT, 12)) {
            return files
                    .filter(file -> file.toString()
                            .matches("\\.\\./(qmaster-[a-z-]+|integration-tests)/src/" + set + "/java/.*\\.java"))
                    .toList()
                    .stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** All comments of a file in one line. */
    private static String comments(Path file) {
        return lines(file)
                .map(line -> LITERAL.matcher(line).replaceAll("\"\""))
                .flatMap(line -> COMMENT.matcher(line).matches()
                        ? Stream.of(line.replaceFirst("^\\s*(/\\*+|\\*|//)", ""))
                        : TRAILING_COMMENT.matcher(line).results().map(found -> found.group(1)))
                .map(String::strip)
                .collect(Collectors.joining(" "));
    }

    /** Each unusual phrase in a text, with the words around it. */
    private static Stream<String> unusual(String text) {
        return UNUSUAL.matcher(text)
                .results()
                .map(found -> text.substring(0, text.indexOf(':') + 2)
                        + text.substring(
                                Math.max(0, found.start() - CONTEXT), Math.min(text.length(), found.end() + CONTEXT)));
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
