package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The launcher when the class-data archive of the build does not match the Java in use. */
@Execution(ExecutionMode.CONCURRENT)
class LauncherIT {
    private static final boolean HAS_CACHE_OF_LINKED_CLASSES = Runtime.version().feature() >= 25;

    @TempDir
    private Path folder;

    @Test
    void withoutAFittingArchiveOneIsMadeAtFirstUseAndTakenFromThenOn() throws Exception {
        QmasterProgram program = moved();

        QmasterProgram.Result first = program.run("list");
        QmasterProgram.Result second =
                program.with("QMASTER_JAVA_OPTS", "-XX:+PrintFlagsFinal").run("list");

        assertThat(first.err()).startsWith("qmaster: there are no batches").hasLineCount(1);
        List<Path> archives = archives();
        assertThat(archives).singleElement().satisfies(archive -> {
            assertThat(archive.getFileName().toString()).endsWith(HAS_CACHE_OF_LINKED_CLASSES ? ".aot" : ".jsa");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                    .isEqualTo("rw-------");
            assertThat(second.out())
                    .containsPattern(
                            (HAS_CACHE_OF_LINKED_CLASSES ? "AOTCache" : "SharedArchiveFile") + "\\s+= " + archive + " ")
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
