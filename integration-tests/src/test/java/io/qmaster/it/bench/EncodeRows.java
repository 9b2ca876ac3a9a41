package io.qmaster.it.bench;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.it.bench.BenchmarkTable.Row;
import io.qmaster.simulator.OutputMaker;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.encode.Ffmpeg;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The overhead of encoding through the simulator over the ffmpeg that it runs. */
final class EncodeRows {
    private static final Path FFMPEG =
            Path.of(System.getProperty("qmaster.home", "../qmaster-cli/target/qmaster"), "ffmpeg", "ffmpeg");
    private static final Policy POLICY = Policy.DEFAULT
            .pollEvery(Duration.ofSeconds(1))
            .outputStableFor(Duration.ofMillis(1))
            .sourceStableFor(Duration.ofMillis(1));

    private final Path folder;
    private final Extent extent;
    private final BenchmarkTable table;

    EncodeRows(Path folder, Extent extent, BenchmarkTable table) {
        this.folder = folder;
        this.extent = extent;
        this.table = table;
    }

    void measure() throws Exception {
        if (!Files.isExecutable(FFMPEG)) {
            // There is none for this platform.
            return;
        }
        Ffmpeg ffmpeg = Ffmpeg.at(FFMPEG);
        Path source = source(ffmpeg);
        double through = 0;
        double alone = 0;
        // In turn, so that other load of the machine affects both in the same way.
        for (Path setting : List.of(setting("apco", "lpcm"), setting("avc1", "aac "))) {
            Encoded encoded = encoded(ffmpeg, source, setting);
            through += encoded.millis();
            alone += MeasuredProcess.run(folder, Map.of(), alone(encoded.command(), source))
                    .millis();
        }
        table.add(new Row(
                (extent.isFull() ? "a minute" : "a moment")
                        + " of video to ProRes Proxy and H.264 through the simulator ÷ the same commands of ffmpeg alone",
                through / alone,
                "×",
                true,
                1.1,
                0.05,
                String.format(Locale.ROOT, "%.1f s ÷ %.1f s", through / 1000, alone / 1000)));
    }

    /** The duration of an output, and the command that produced it. */
    private record Encoded(double millis, List<String> command) {}

    private Encoded encoded(Ffmpeg ffmpeg, Path source, Path setting) throws Exception {
        List<String> command = List.of();
        long began = System.nanoTime();
        try (Qmaster qmaster = Qmaster.builder(Simulator.inDirectory(
                        folder.resolve("encodes"), Optional.of(scenario()), OutputMaker.encoding(ffmpeg)))
                .policy(POLICY)
                .build()) {
            QmasterBatch batch = qmaster.submit(BatchRequest.builder()
                    .sourceFile(source)
                    .compressorSettingFile(setting)
                    .destinationFile(folder.resolve("encoded").resolve(setting.getFileName() + ".mov"))
                    .build());
            while (command.isEmpty()
                    && !batch.completion().toCompletableFuture().isDone()) {
                command = encoder();
                pass(batch);
            }
            batch.await();
        }
        return new Encoded((System.nanoTime() - began) / 1e6, command);
    }

    /** An engine that begins soon: the wait of a real one is part of a scenario, and not overhead. */
    private static Scenario scenario() {
        return Scenario.builder().speed(20).build();
    }

    /** The command of the encoder that this process runs. */
    private static List<String> encoder() {
        return ProcessHandle.current()
                .children()
                .map(ProcessHandle::info)
                .filter(info -> info.command().orElse("").endsWith("/ffmpeg"))
                .map(info -> List.of(info.arguments().orElse(new String[0])))
                .filter(arguments -> arguments.contains("-progress"))
                .findFirst()
                .orElse(List.of());
    }

    private static void pass(QmasterBatch batch) throws InterruptedException, ExecutionException {
        try {
            batch.completion().toCompletableFuture().get(1, TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            // Check again.
        }
    }

    /** The same command with the source itself, and another output. */
    private List<String> alone(List<String> encoder, Path source) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Ffmpeg.at(FFMPEG).command());
        command.addAll(encoder);
        command.set(command.indexOf("-i") + 1, "file:" + source);
        command.set(command.size() - 1, "file:" + folder.resolve("alone.mov"));
        return command;
    }

    private Path source(Ffmpeg ffmpeg) throws IOException, InterruptedException {
        Path source = folder.resolve("minute.mov");
        String picture = extent.isFull() ? "testsrc2=s=1920x1080:r=25:d=60" : "testsrc2=s=64x36:r=25:d=0.2";
        List<String> command = new ArrayList<>(ffmpeg.command());
        command.addAll(List.of("-v", "error", "-y", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i"));
        command.addAll(List.of(extent.isFull() ? "sine=d=60" : "sine=d=0.2", "-c:v", "mpeg4", "-q:v", "3"));
        command.addAll(List.of("-c:a", "aac", source.toString()));
        MeasuredProcess.run(folder, Map.of(), command);
        return source;
    }

    private Path setting(String video, String audio) throws IOException {
        return Files.writeString(folder.resolve(video + ".setting"), """
                <setting name="%s"><encoder name="QT"><file-extension>mov</file-extension>
                <video-encode isEnabled="yes"><codec-type>%s</codec-type></video-encode>
                <audio-encode isEnabled="yes"><codec-type>%s</codec-type></audio-encode></encoder></setting>
                """.formatted(video, video, audio));
    }
}
