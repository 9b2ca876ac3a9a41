package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A Java example from the README or a guide, compiled unchanged within the declarations that the page assumes. */
final class Example {
    private static final String IMPORTS = Stream.of(
                    "com.google.inject",
                    "io.qmaster.compressor",
                    "io.qmaster.compressor.probe",
                    "io.qmaster.domain",
                    "io.qmaster.domain.contract",
                    "io.qmaster.domain.feed",
                    "io.qmaster.domain.journal",
                    "io.qmaster.domain.port",
                    "io.qmaster.domain.standard",
                    "io.qmaster.simulator",
                    "io.qmaster.simulator.encode",
                    "io.qmaster.simulator.junit",
                    "io.qmaster.simulator.report",
                    "io.qmaster.simulator.scenario",
                    "java.io",
                    "java.nio.file",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.function",
                    "java.util.stream",
                    "org.junit.jupiter.api")
            .map("import %s.*;\n"::formatted)
            .collect(Collectors.joining("", "import static org.junit.jupiter.api.Assertions.*;\n", ""));

    private static final String AROUND_STATEMENTS = """
            public class Example {
                public static Backend backend;
                public static Qmaster qmaster;
                public static QmasterBatch batch;
                public static BatchRequest request;

                public static void run() throws Exception {
            %s
                }
            }
            """;

    private final Path classes;

    private Example(Path classes) {
        this.classes = classes;
    }

    static Example compiled(String code, Path folder) throws IOException {
        boolean isClass = code.lines().anyMatch(line -> line.startsWith("class "));
        Path source = folder.resolve("Example.java");
        Files.writeString(source, IMPORTS + (isClass ? code : AROUND_STATEMENTS.formatted(code)));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = List.of(
                    "-classpath",
                    System.getProperty("java.class.path"),
                    "-d",
                    folder.toString(),
                    "-proc:none",
                    "-Xlint:all",
                    "-Werror");
            boolean done = compiler.getTask(complaints, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(done).as(complaints.toString()).isTrue();
        }
        return new Example(folder);
    }

    /** Loads its classes. */
    URLClassLoader loader() throws IOException {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()});
    }

    /** Runs it with the assumed values, and returns its output. */
    String run(Map<String, ?> given) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = loader();
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            Class<?> example = loader.loadClass("Example");
            for (Map.Entry<String, ?> field : given.entrySet()) {
                example.getField(field.getKey()).set(null, field.getValue());
            }
            System.setOut(out);
            example.getMethod("run").invoke(null);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() instanceof Exception exception ? exception : thrown;
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
