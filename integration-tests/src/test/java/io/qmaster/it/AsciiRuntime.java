package io.qmaster.it;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.UnsupportedByEngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A library consumer's program in a Java runtime without a locale, as under cron or launchd: its arguments, its output
 * and what it passes to other programs can contain only ASCII.
 */
final class AsciiRuntime {
    private AsciiRuntime() {}

    /** Runs it to its end: it submits each batch, prints the refusals, and then waits for the others. */
    static String submitted(Path java, Path compressor, Path setting, Path source, Path out, List<String> batchNames)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                AsciiRuntime.class.getName(),
                compressor.toString(),
                setting.toString(),
                source.toString(),
                out.toString()));
        batchNames.forEach(name -> command.add(escaped(name)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeAll(List.of("LANG", "LC_CTYPE", "JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(Map.of("LC_ALL", "POSIX"));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? printed : "exit " + process.exitValue() + "\n" + printed;
    }

    /** A text in which every character beyond ASCII is written as {@code \}{@code u} and four digits. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars()
                .forEach(letter ->
                        escaped.append(letter < 128 ? Character.toString(letter) : String.format("\\u%04x", letter)));
        return escaped.toString();
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            if (text.startsWith("\\u", at)) {
                plain.append((char) Integer.parseInt(text.substring(at + 2, at + 6), 16));
                at += 5;
            } else {
                plain.append(text.charAt(at));
            }
        }
        return plain.toString();
    }

    /** The entry point. */
    public static void main(String[] arguments) throws Exception {
        Path out = Path.of(arguments[3]);
        CompressorConfiguration configuration = CompressorConfiguration.builder()
                .compressor(Path.of(arguments[0]))
                .build();
        try (Qmaster qmaster = Qmaster.builder(new CompressorBackend(configuration))
                .policy(Policy.DEFAULT.pollEvery(Duration.ofMillis(200)))
                .build()) {
            List<QmasterBatch> batches = new ArrayList<>();
            for (int batch = 4; batch < arguments.length; batch++) {
                try {
                    batches.add(qmaster.submit(BatchRequest.builder()
                            .batchName(unescaped(arguments[batch]))
                            .exactName()
                            .compressorSettingFile(Path.of(arguments[1]))
                            .sourceFile(Path.of(arguments[2]))
                            .destinationFile(out.resolve(batch + ".mov"))
                            .build()));
                } catch (UnsupportedByEngineException refused) {
                    System.out.println("refused: " + refused.hint());
                }
            }
            for (QmasterBatch batch : batches) {
                BatchResult result = batch.await();
                System.out.println(result.status().state() + " "
                        + escaped(result.status().name().orElse("nameless")));
            }
        }
    }
}
