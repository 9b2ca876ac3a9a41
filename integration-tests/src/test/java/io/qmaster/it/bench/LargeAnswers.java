package io.qmaster.it.bench;

import io.qmaster.compressor.StatusAnswer;
import io.qmaster.compressor.UnreadableAnswerException;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Answers to status queries of a size that no engine has reached yet, read after a warm-up. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LargeAnswers {
    static final int JSON_BYTES = 10_000_000;
    static final int LEGACY_BYTES = 7_700_000;

    private String json = "";
    private String legacy = "";

    /** Writes the answers. */
    @Setup
    public void write() {
        json = json(JSON_BYTES);
        legacy = legacy(LEGACY_BYTES);
    }

    static String json(int bytes) {
        return repeated(bytes, "[", StatusBenchmark.JSON_BATCH, ",\n", "]");
    }

    static String legacy(int bytes) {
        return repeated(bytes, "", StatusBenchmark.LEGACY, "", "");
    }

    private static String repeated(int bytes, String first, String one, String between, String last) {
        StringBuilder text = new StringBuilder(bytes + 1000).append(first);
        for (int number = 0; text.length() < bytes; number++) {
            text.append(number == 0 ? "" : between).append(one.formatted(number, id(number)));
        }
        return text.append(last).toString();
    }

    static String id(int number) {
        return String.format(Locale.ROOT, "6F0D3C3E-0000-4000-8000-%012X", number);
    }

    /** The arrays of Compressor 5. */
    @Benchmark
    public int json() throws UnreadableAnswerException {
        return StatusAnswer.parse(json).batchIds().size();
    }

    /** The markup of Final Cut Studio and Compressor 4. */
    @Benchmark
    public int legacy() throws UnreadableAnswerException {
        return StatusAnswer.parse(legacy).batchIds().size();
    }

    /** The argument for reading the tokens without building a result. */
    static final String TOKENS = "tokens";

    /**
     * Reads a file once in a new Java, and prints how many milliseconds that took, and how many of them Java compiled.
     */
    public static void main(String[] arguments) throws IOException, UnreadableAnswerException {
        String answer = Files.readString(Path.of(arguments[0]));
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long compiled = compiler.getTotalCompilationTime();
        long began = System.nanoTime();
        int read = arguments.length > 1
                ? tokens(answer)
                : StatusAnswer.parse(answer).batchIds().size();
        double took = (System.nanoTime() - began) / 1e6;
        System.out.println(took + " " + (compiler.getTotalCompilationTime() - compiled) + " " + read);
    }

    private static int tokens(String answer) {
        int read = 0;
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME) {
                    read += parser.getString().length();
                }
            }
        }
        return read;
    }
}
