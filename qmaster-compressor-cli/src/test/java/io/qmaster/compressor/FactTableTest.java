package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of facts in the package documentation names tests that there are. */
class FactTableTest {
    private static final Pattern NAMED_TEST = Pattern.compile("\\{@code (\\w+Test)\\.(\\w+)}");

    @Test
    void everyTestThatTheTableNamesExists() throws Exception {
        String table = Files.readString(Path.of("src/main/java/io/qmaster/compressor/package-info.java"));
        List<MatchResult> named = NAMED_TEST.matcher(table).results().toList();

        assertThat(named).hasSizeGreaterThan(40);
        for (MatchResult test : named) {
            Class<?> owner = Class.forName("io.qmaster.compressor." + test.group(1));
            assertThat(Stream.of(owner.getDeclaredMethods()).map(method -> method.getName()))
                    .as(test.group())
                    .contains(test.group(2));
        }
    }
}
