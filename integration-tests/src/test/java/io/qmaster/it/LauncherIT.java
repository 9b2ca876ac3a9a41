package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The launcher, and the class-data archive that it makes when the one of the build does not match the Java in use. Begins early,
 * since making an archive takes long.
 */
@Order(1)
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

        /** That of the Java that runs the tests, for what is the same with every Java. */
        static Kind ofTheseTests() {
            int running = Runtime.version().feature();
            return Arrays.stream(values())
                    .filter(kind -> running >= kind.first && running <= kind.last)
                    .findFirst()
                    .orElseThrow();
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

    private static final QmasterProgram.Result NO_BATCHES = new QmasterProgram.Result(
            0, "", "qmaster: there are no batches; --all also lists batches in the journal\n");

    /** A file is at most 2 MB, as on a disk that is full. */
    private static final String[] WITH_SMALL_FILES = {"sh", "-c", "ulimit -f 4000 && exec \"$@\"", "sh"};

    private static final Map<Kind, FirstCalls> FIRST_CALLS = new ConcurrentHashMap<>();

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    @AfterEach
    void noProcessIsLeft() throws Exception {
        BackgroundProcesses.await(folder);
    }

    @ParameterizedTest
    @EnumSource
    void ofSeveralFirstCallsAtOnceOneMakesAnArchiveInTheBackground(Kind kind) throws Exception {
        FirstCalls first = firstCalls(kind);

        assertThat(first.results).hasSize(4).containsOnly(NO_BATCHES);
        Path cache = first.folder.resolve("cache/qmaster");
        assertThat(cached(cache)).containsExactlyInAnyOrder(archive(kind, cache), sum(cache));
        for (Path file : cached(cache)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(first.folder.resolve("state")).doesNotExist();
    }

    @Test
    void aDeletedWorkingDirectoryIsReportedInOneLine() throws Exception {
        Path gone = Files.createDirectory(folder.resolve("gone"));

        QmasterProgram.Result result =
                new QmasterProgram(folder).shell("cd '" + gone + "' && rmdir '" + gone + "' && \"$QMASTER\" list");

        assertThat(result.code()).isEqualTo(70);
        // The shell itself also complains.
        assertThat(result.err())
                .endsWith("qmaster: the working directory does not exist any more; change to another one\n")
                .doesNotContain("java");
    }

    @Test
    void aDamagedArchiveIsNotUsedAndIsMadeAgain() throws Exception {
        Kind kind = Kind.ofTheseTests();
        QmasterProgram program = withArchive(kind);
        Path archive = archive(kind, cache());
        assertThat(usedArchive(kind, program)).contains(archive);
        long size = Files.size(archive);
        Path unfinished =
                archive.resolveSibling(archive.getFileName().toString().replace(kind.ending, ".new.abcdef"));
        Files.writeString(Files.createDirectory(unfinished).resolve("new"), "of a process that was killed");

        overwrite(archive, size / 2, bytes(200_000));
        assertThat(usedArchive(kind, program)).isEmpty();
        overwrite(archive, size - 200_000, new byte[200_000]);
        assertThat(usedArchive(kind, program)).isEmpty();
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.truncate(size / 2);
        }
        assertThat(program.run("list")).isEqualTo(NO_BATCHES);
        BackgroundProcesses.await(folder);

        assertThat(cached(cache())).containsExactlyInAnyOrder(archive, sum(cache()));
        assertThat(usedArchive(kind, program)).contains(archive);
    }

    @Test
    void afterTwoDaysTheArchiveIsComparedWithItsCheckSum() throws Exception {
        Kind kind = Kind.ofTheseTests();
        // Making an archive takes long, and fails here at once.
        Path path = command(folder.resolve("path"), "mktemp", "exit 1");
        QmasterProgram program = withArchive(kind).with("PATH", path + ":" + System.getenv("PATH"));
        Path archive = archive(kind, cache());
        Path sum = sum(cache());
        FileTime threeDaysAgo = FileTime.from(Instant.now().minus(Duration.ofDays(3)));

        Files.setLastModifiedTime(archive, threeDaysAgo);
        Files.setLastModifiedTime(sum, threeDaysAgo);
        assertThat(program.run("list")).isEqualTo(NO_BATCHES);
        BackgroundProcesses.await(folder);
        assertThat(Files.getLastModifiedTime(sum)).isGreaterThan(threeDaysAgo);
        assertThat(usedArchive(kind, program)).contains(archive);

        Files.writeString(sum, "1 " + Files.size(archive) + "\n");
        Files.setLastModifiedTime(archive, threeDaysAgo);
        Files.setLastModifiedTime(sum, threeDaysAgo);
        assertThat(program.run("list")).isEqualTo(NO_BATCHES);
        BackgroundProcesses.await(folder);
        assertThat(usedArchive(kind, program)).isEmpty();
    }

    @Test
    void anArchiveThatCannotBeWrittenDisturbsNoCallAndIsNotTriedAgainSoon() throws Exception {
        Kind kind = Kind.ofTheseTests();
        QmasterProgram program = program(distribution())
                .with("JAVA_HOME", kind.java().toString())
                .behind(WITH_SMALL_FILES);

        assertThat(program.run("list")).isEqualTo(NO_BATCHES);
        BackgroundProcesses.await(folder);
        assertThat(cached(cache())).containsExactly(sum(cache()));
        assertThat(sum(cache())).isEmptyFile();

        FileTime tried = Files.getLastModifiedTime(sum(cache()));
        assertThat(program.run("list")).isEqualTo(NO_BATCHES);
        BackgroundProcesses.await(folder);
        assertThat(cached(cache())).containsExactly(sum(cache()));
        assertThat(Files.getLastModifiedTime(sum(cache()))).isEqualTo(tried);
    }

    @Test
    void withoutAFolderForTheArchiveTheProgramRuns() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        QmasterProgram.Result result =
                program(distribution()).with("XDG_CACHE_HOME", file.toString()).run("list");

        assertThat(result).isEqualTo(NO_BATCHES);
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

    /** What four first calls at once with a Java printed; their folder has the archive then. */
    private record FirstCalls(Path folder, List<QmasterProgram.Result> results) {}

    private static FirstCalls firstCalls(Kind kind) throws Exception {
        Path java = kind.java();
        synchronized (kind) {
            if (!FIRST_CALLS.containsKey(kind)) {
                Path folder = Files.createDirectory(shared.resolve(kind.name()));
                QmasterProgram program = program(folder, distribution()).with("JAVA_HOME", java.toString());
                List<QmasterProgram.Launched> calls = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    calls.add(program.launch("list"));
                }
                List<QmasterProgram.Result> results = new ArrayList<>();
                for (QmasterProgram.Launched call : calls) {
                    results.add(call.result());
                }
                BackgroundProcesses.await(folder);
                FIRST_CALLS.put(kind, new FirstCalls(folder, results));
            }
            return FIRST_CALLS.get(kind);
        }
    }

    /** The program with a copy of an archive in its cache. */
    private QmasterProgram withArchive(Kind kind) throws Exception {
        Path made = firstCalls(kind).folder.resolve("cache/qmaster");
        Files.createDirectories(cache());
        for (Path file : cached(made)) {
            Files.copy(file, cache().resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return program(distribution()).with("JAVA_HOME", kind.java().toString());
    }

    /** The archive in the cache that Java is started with. */
    private static Optional<Path> usedArchive(Kind kind, QmasterProgram program) throws Exception {
        program.with("QMASTER_JAVA_OPTS", "-XX:+PrintFlagsFinal");
        QmasterProgram.Result result = program.run("config");
        program.with("QMASTER_JAVA_OPTS", "");
        assertThat(result.code()).isZero();
        Matcher flag = Pattern.compile(kind.option + "\\s+= (\\S*/cache/\\S+) ").matcher(result.out());
        return flag.find() ? Optional.of(Path.of(flag.group(1))) : Optional.empty();
    }

    private static void overwrite(Path archive, long position, byte[] bytes) throws IOException {
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bytes), position);
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private Path cache() {
        return folder.resolve("cache/qmaster");
    }

    private static Path archive(Kind kind, Path cache) throws IOException {
        return only(kind.ending, cache);
    }

    /** The file with the check sum of the archive. */
    private static Path sum(Path cache) throws IOException {
        return only(".sum", cache);
    }

    private static Path only(String ending, Path cache) throws IOException {
        List<Path> files = cached(cache).stream()
                .filter(file -> file.toString().endsWith(ending))
                .toList();
        assertThat(files).as("files with " + ending).hasSize(1);
        return files.get(0);
    }

    private static List<Path> cached(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    /** The distribution in another folder, without the archive of the build. */
    private static synchronized Path distribution() throws IOException {
        Path moved = shared.resolve("moved");
        if (Files.notExists(moved)) {
            Path home = QmasterProgram.home();
            for (String part : List.of("bin", "lib")) {
                Path copy = Files.createDirectories(moved.resolve(part));
                try (Stream<Path> files = Files.list(home.resolve(part))) {
                    for (Path file : files.filter(name -> !name.toString().matches(".*\\.(jsa|aot)"))
                            .toList()) {
                        Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
            // A process of low priority would take minutes beside other tests.
            command(moved.resolve("path"), "nice", "exec \"$@\"");
            // The examples, which are submitted to make an archive.
            Files.createSymbolicLink(
                    moved.resolve("qmaster-cli"), home.resolve("qmaster-cli").toRealPath());
        }
        return moved;
    }

    /** Creates a folder for the {@code PATH} with a command. */
    private static Path command(Path path, String name, String script) throws IOException {
        Path file = Files.writeString(Files.createDirectory(path).resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return path;
    }

    private QmasterProgram program(Path distribution) {
        return program(folder, distribution);
    }

    private static QmasterProgram program(Path folder, Path distribution) {
        return new QmasterProgram(folder, distribution.resolve("bin/qmaster"))
                .with("QMASTER_BACKEND", "simulator")
                .with("PATH", distribution.resolve("path") + ":" + System.getenv("PATH"))
                .with("XDG_CACHE_HOME", folder.resolve("cache").toString());
    }
}
