package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The launcher when the class-data archive of the build does not match the Java in use. */
@Execution(ExecutionMode.CONCURRENT)
class LauncherIT {
    /** What an archive is, which depends on the version of Java. */
    private enum Kind {
        CLASS_DATA(17, 24, ".jsa", "SharedArchiveFile"),
        LINKED_CLASSES(25, Integer.MAX_VALUE, ".aot", "AOTCache");

        private final int first;
        private final int last;
        private final String ending;
        private final String option;

        Kind(int first, int last, String ending, String option) {
            this.first = first;
            this.last = last;
            this.ending = ending;
            this.option = option;
        }

        /** The Java that runs the tests, or one that is installed beside it. */
        Path java() throws IOException {
            Path running = Path.of(System.getProperty("java.home"));
            Optional<Path> fitting;
            try (Stream<Path> beside = Files.list(running.toAbsolutePath().getParent())) {
                fitting = Stream.concat(Stream.of(running), beside.sorted())
                        .filter(this::makes)
                        .findFirst();
            }
            assumeTrue(fitting.isPresent(), () -> "no Java for " + this + " is installed beside " + running);
            return fitting.get();
        }

        private boolean makes(Path home) {
            Properties release = new Properties();
            try (Reader file = Files.newBufferedReader(home.resolve("release"))) {
                release.load(file);
                String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
                int feature = Runtime.Version.parse(version).feature();
                return feature >= first && feature <= last && Files.isExecutable(home.resolve("bin/java"));
            } catch (IOException | IllegalArgumentException another) {
                // Not a Java, or one before Java 9.
                return false;
            }
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void withoutAFittingArchiveOneIsMadeAtFirstUseAndTakenFromThenOn(Kind kind) throws Exception {
        QmasterProgram program = moved().with("JAVA_HOME", kind.java().toString());

        QmasterProgram.Result first = program.run("list");
        QmasterProgram.Result second =
                program.with("QMASTER_JAVA_OPTS", "-XX:+PrintFlagsFinal").run("list");

        assertThat(first.err()).startsWith("qmaster: there are no batches").hasLineCount(1);
        List<Path> archives = archives();
        assertThat(archives).singleElement().satisfies(archive -> {
            assertThat(archive.getFileName().toString()).endsWith(kind.ending);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                    .isEqualTo("rw-------");
            assertThat(second.out())
                    .containsPattern(kind.option + "\\s+= " + archive + " ")
                    .doesNotContainPattern("(ArchiveClassesAtExit|AOTConfiguration)\\s+= \\S+class-data");
        });
    }

    @Test
    void withoutAFolderForTheArchiveTheProgramRuns() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        QmasterProgram.Result result =
                moved().with("XDG_CACHE_HOME", file.toString()).run("list");

        assertThat(result.code()).isZero();
        assertThat(result.err()).startsWith("qmaster: there are no batches").hasLineCount(1);
    }

    @Test
    void startsFromALinkToItsFolder() throws Exception {
        Path link = Files.createSymbolicLink(
                folder.resolve("link"), QmasterProgram.home().resolve("bin").toRealPath());

        QmasterProgram.Result result = new QmasterProgram(folder, link.resolve("qmaster")).run("--version");

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void aLauncherWithoutItsDistributionSaysWhatIsMissing() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("bin")).resolve("qmaster");
        Files.copy(QmasterProgram.home().resolve("bin/qmaster"), copy, StandardCopyOption.COPY_ATTRIBUTES);

        QmasterProgram.Result result = new QmasterProgram(folder, copy).run("list");

        assertThat(result.code()).isEqualTo(70);
        assertThat(result.err())
                .startsWith("qmaster: '" + folder.toRealPath().resolve("lib/qmaster-cli-"))
                .contains("does not exist")
                .hasLineCount(1);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache/qmaster"))) {
            return files.toList();
        }
    }

    /** The program in another folder, without the archive of the build. */
    private QmasterProgram moved() throws IOException {
        Path home = QmasterProgram.home();
        for (String part : List.of("bin", "lib")) {
            Path copy = Files.createDirectories(folder.resolve("moved").resolve(part));
            try (Stream<Path> files = Files.list(home.resolve(part))) {
                for (Path file : files.filter(name -> !name.toString().matches(".*\\.(jsa|aot)"))
                        .toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return new QmasterProgram(folder, folder.resolve("moved/bin/qmaster"))
                .with("QMASTER_BACKEND", "simulator")
                .with("XDG_CACHE_HOME", folder.resolve("cache").toString());
    }
}
