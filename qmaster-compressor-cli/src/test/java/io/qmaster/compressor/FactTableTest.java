package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of facts in the package documentation, and the guide to Macs, name only existing tests, in any module. */
class FactTableTest {
    private static final Pattern ROW = Pattern.compile("<tr><td>.*</td></tr>");
    private static final Pattern NAMED_TEST = Pattern.compile("\\{@code (\\w+(?:Test|Contract|IT))\\.(\\w+)}");
    private static final Pattern TEST_OF_THE_GUIDE = Pattern.compile("`(\\w+(?:Test|Contract|IT))\\.(\\w+)`");
    private static final List<Path> TESTS = Stream.of(
                    ".", "../qmaster-domain", "../qmaster-simulator", "../integration-tests")
            .map(module -> Path.of(module, "src/test/java"))
            .toList();

    private final String table;

    FactTableTest() throws IOException {
        table = Files.readString(Path.of("src/main/java/io/qmaster/compressor/package-info.java"));
    }

    @Test
    void everyFactNamesOneTest() {
        assertThat(ROW.matcher(table).results().map(MatchResult::group))
                .hasSizeGreaterThan(60)
                .allSatisfy(row -> assertThat(NAMED_TEST.matcher(row).results()).hasSize(1));
    }

    @Test
    void everyTestThatTheTableNamesExists() throws Exception {
        assertExist(NAMED_TEST, table);
    }

    @Test
    void everyTestThatTheGuideToMacsNamesExists() throws Exception {
        assertExist(TEST_OF_THE_GUIDE, Files.readString(Path.of("MAC.md")));
    }

    private static void assertExist(Pattern named, String text) throws IOException {
        List<MatchResult> tests = named.matcher(text).results().toList();
        assertThat(tests).hasSizeGreaterThan(10);
        for (MatchResult test : tests) {
            assertThat(source(test.group(1))).as(test.group()).containsPattern("void " + test.group(2) + "\\(");
        }
    }

    private static String source(String testClass) throws IOException {
        for (Path tests : TESTS) {
            try (Stream<Path> files = Files.walk(tests)) {
                List<Path> found =
                        files.filter(file -> file.endsWith(testClass + ".java")).toList();
                if (!found.isEmpty()) {
                    return Files.readString(found.get(0));
                }
            }
        }
        throw new AssertionError("there is no " + testClass);
    }
}
