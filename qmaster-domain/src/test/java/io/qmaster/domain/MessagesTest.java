package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages of the domain, a library, name no command and no option of a program. */
class MessagesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n\"]*\n");
    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");
    private static final Pattern OF_A_PROGRAM =
            Pattern.compile("`qmaster|qmaster (?!journal )[a-z]|(?<![\\w-])--[a-z]");

    @Test
    void noTextOfTheDomainNamesACommandOrAnOption() throws IOException {
        List<String> texts = texts();

        assertThat(texts)
                .hasSizeGreaterThan(100)
                .filteredOn(text -> OF_A_PROGRAM.matcher(text).find())
                .isEmpty();
    }

    private static List<String> texts() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(MessagesTest::texts)
                    .toList();
        }
    }

    private static Stream<String> texts(Path file) {
        try {
            String code = COMMENT.matcher(Files.readString(file)).replaceAll("\n");
            return LITERAL.matcher(code)
                    .results()
                    .map(MatchResult::group)
                    .map(text -> file.getFileName() + ": " + text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
