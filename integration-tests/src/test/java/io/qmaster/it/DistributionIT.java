package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DistributionIT {
    private static final Path HOME = Path.of(System.getProperty("qmaster.home"));
    private static final Pattern LISTED = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);

    @Test
    void everyLibraryIsListedWithItsLicence() throws IOException {
        String list = Files.readString(HOME.resolve("THIRD-PARTY.md"));

        List<String> listed =
                LISTED.matcher(list).results().map(MatchResult::group).toList();

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(jars().filter(name -> !name.startsWith("qmaster-"))
                        .map("| `%s` |"::formatted)
                        .toList());
    }

    @Test
    void everyJarOfOursContainsTheLicence() throws IOException {
        byte[] licence = Files.readAllBytes(HOME.resolve("LICENSE"));

        for (String name : jars().filter(name -> name.startsWith("qmaster-")).toList()) {
            try (JarFile jar =
                    new JarFile(HOME.resolve("lib").resolve(name + ".jar").toFile())) {
                assertThat(jar.getJarEntry("META-INF/LICENSE")).as(name).isNotNull();
                assertThat(jar.getInputStream(jar.getJarEntry("META-INF/LICENSE")))
                        .as(name)
                        .hasBinaryContent(licence);
            }
        }
    }

    @Test
    void itsPagesNameNothingThatOnlyACheckoutHas() throws IOException {
        String readme = Files.readString(HOME.resolve("README.md"));

        assertThat(readme).contains("bin/qmaster --backend simulator submit qmaster-cli/examples/clip.mov");
        assertThat(readme).doesNotContain("qmaster-cli/bin", "mvn verify", "builds the program", "Test it");
        assertThat(HOME.resolve("qmaster-cli/examples/clip.mov")).isRegularFile();
        assertThat(HOME.resolve("qmaster-cli/examples/folders.json")).isRegularFile();
    }

    private static Stream<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("lib"))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .map(name -> name.substring(0, name.length() - ".jar".length()))
                    .toList()
                    .stream();
        }
    }
}
