package io.qmaster.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same scenario, seed and timed commands give the same event log everywhere. */
class SameEverywhereTest {
    private static final Path THIS_JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static String here;

    @BeforeAll
    static void runHere() throws Exception {
        here = NightProcess.printed(THIS_JAVA);
    }

    @Test
    void thereIsSomethingToCompare() {
        assertThat(here.lines())
                .hasSizeGreaterThan(1000)
                .anyMatch(line -> line.contains("\"status\":\"Hold\""))
                .anyMatch(line -> line.startsWith("<h1>A night –"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Duser.timezone=Pacific/Chatham -Duser.language=ar -Duser.country=EG -Duser.script=Arab",
                "-Duser.timezone=America/St_Johns -Duser.language=tr -Duser.country=TR -Dfile.encoding=ISO-8859-1",
                "-Duser.timezone=Asia/Kolkata -Duser.language=hi -Duser.country=IN -Duser.extensions=u-nu-deva",
                "-Duser.language=th -Duser.country=TH -Duser.extensions=u-ca-buddhist-nu-thai -Duser.name=somebody",
            })
    void inEveryTimeZoneAndLanguage(String options) throws Exception {
        assertThat(NightProcess.printed(THIS_JAVA, options.split(" "))).isEqualTo(here);
    }

    @Test
    void onANewerJava() throws Exception {
        Optional<Path> newer = javas().stream()
                .filter(java -> version(java) > Runtime.version().feature())
                .max(Comparator.comparingInt(SameEverywhereTest::version));
        Assumptions.assumeTrue(newer.isPresent(), "no newer Java is installed");

        assertThat(NightProcess.printed(newer.get().resolve("bin/java"))).isEqualTo(here);
    }

    /** Every Java next to the one that runs the tests, and in the usual folders of Linux and macOS. */
    private static List<Path> javas() throws IOException {
        List<Path> javas = new ArrayList<>();
        for (Path place : List.of(
                Path.of("/usr/lib/jvm"),
                Path.of(System.getProperty("java.home")).resolveSibling("."))) {
            if (Files.isDirectory(place)) {
                try (DirectoryStream<Path> inside = Files.newDirectoryStream(place)) {
                    inside.forEach(javas::add);
                }
            }
        }
        return javas;
    }

    /** The feature version in the release file of a Java; 0 if there is none. */
    private static int version(Path java) {
        try {
            return Files.readAllLines(java.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceFirst("^JAVA_VERSION=\"(\\d+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException none) {
            return 0;
        }
    }
}
