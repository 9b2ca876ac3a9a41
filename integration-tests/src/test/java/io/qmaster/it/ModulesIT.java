package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The built jars as modules: in a runtime image with a program that uses the library, and in the qmaster program. */
@Execution(ExecutionMode.CONCURRENT)
class ModulesIT {
    private static final Path LIB = Path.of(System.getProperty("qmaster.home"), "lib");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** The jars of a consumer that has neither Guice nor JUnit nor Jaffree. */
    private static final List<String> CONSUMED = List.of(
            "qmaster-domain",
            "qmaster-compressor-cli",
            "qmaster-simulator",
            "commons-exec",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "jsoup",
            "jspecify",
            "slf4j-api");

    private static final String MODULE = """
            module consumer {
                requires io.qmaster.compressor;
                requires io.qmaster.simulator;
            }
            """;

    private static final String PROGRAM = """
            package consumer;

            import io.qmaster.compressor.CompressorBackend;
            import io.qmaster.compressor.CompressorConfiguration;
            import io.qmaster.domain.BatchRequest;
            import io.qmaster.domain.Qmaster;
            import io.qmaster.simulator.Simulator;
            import io.qmaster.simulator.scenario.Scenario;
            import java.nio.file.Files;
            import java.nio.file.Path;

            public class Program {
                public static void main(String[] arguments) throws Exception {
                    Path folder = Path.of(arguments[0]);
                    try (Qmaster qmaster = Qmaster.over(new CompressorBackend(CompressorConfiguration.builder()
                            .compressor(folder.resolve("Compressor")).build()))) {
                        System.out.println("ready: " + qmaster.health().isReady());
                    }
                    try (Qmaster qmaster = Qmaster.over(Simulator.onVirtualTime(Scenario.named("calm")))) {
                        System.out.println(qmaster.submitAndWait(BatchRequest.builder()
                                .sourceFile(Files.writeString(folder.resolve("clip.mov"), "a movie"))
                                .compressorSettingFile(Files.writeString(folder.resolve("a.compressorsetting"),
                                        "<setting name=\\"A\\"><encoder name=\\"QT\\"><file-extension>mov</file-extension></encoder></setting>"))
                                .destinationFile(folder.resolve("out.mov"))
                                .build()).state());
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void aProgramThatUsesTheLibraryIsLinkedIntoAnImageAndRuns() throws Exception {
        assumeTrue(Files.isDirectory(Path.of(System.getProperty("java.home"), "jmods")), "this Java cannot link");
        String path = consumed();
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path image = folder.resolve("image");
        Path source = Files.createDirectories(folder.resolve("source/consumer"));
        tool(
                "javac",
                "-Xlint:all",
                "-Werror",
                "-d",
                classes.toString(),
                "-classpath", // not the class path of the tests
                classes.toString(),
                "-p",
                path,
                Files.writeString(source.resolveSibling("module-info.java"), MODULE)
                        .toString(),
                Files.writeString(source.resolve("Program.java"), PROGRAM).toString());
        tool(
                "jlink",
                "-p",
                path + File.pathSeparator + classes,
                "--add-modules",
                "consumer",
                "--output",
                image.toString());

        String printed =
                run(image.resolve("bin/java").toString(), "-m", "consumer/consumer.Program", folder.toString());

        assertThat(printed).contains("ready: false").contains("SUCCESSFUL");
    }

    @Test
    void ourProgramRunsOnTheModulePath() throws Exception {
        String printed = run(
                JAVA.toString(), "-p", LIB.toString(), "-m", "io.qmaster.cli/io.qmaster.cli.Main", "config", "--json");

        assertThat(printed).contains("\"backend\"");
    }

    private static String consumed() throws IOException {
        try (Stream<Path> jars = Files.list(LIB)) {
            return jars.filter(jar -> CONSUMED.stream()
                            .anyMatch(name -> jar.getFileName().toString().matches(name + "-\\d.*\\.jar")))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static void tool(String name, String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        int code = java.util.spi.ToolProvider.findFirst(name).orElseThrow().run(out, out, arguments);
        assertThat(code).as("%s", printed).isZero();
    }

    private String run(String... command) throws Exception {
        File printed = folder.resolve("printed").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed)
                .start();
        int code = process.waitFor();
        String text = Files.readString(printed.toPath(), StandardCharsets.UTF_8);
        assertThat(code).as(text).isZero();
        return text;
    }
}
