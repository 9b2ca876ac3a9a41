package io.qmaster.simulator;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.standard.WholeFile;
import io.qmaster.simulator.model.OutsideWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The messages of the encoders of a state directory, for troubleshooting: a file for each run that printed any. The files of the
 * latest {@value #KEPT} runs are kept.
 */
final class EncoderComplaints {
    private static final int KEPT = 100;
    private static final int LARGEST = 1 << 16;

    private final Path folder;

    EncoderComplaints(Path directory) {
        folder = directory.resolve("complaints");
    }

    void keep(OutsideWork.Run run, List<String> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        PrivateFiles.makeFolder(folder);
        Path file = folder.resolve(run.key() + "." + run.segment());
        PrivateFiles.makeFile(file);
        String heading = "job " + (run.job() + 1) + ", attempt " + run.attempt() + ": ";
        Files.writeString(file, heading + String.join("\n" + heading, lines) + "\n");
        List<Path> kept = new ArrayList<>(files());
        kept.sort(Comparator.comparing(each -> each.toFile().lastModified()));
        for (Path old : kept.subList(0, Math.max(0, kept.size() - KEPT))) {
            Files.deleteIfExists(old);
        }
    }

    /** The messages of the encoders of a batch, one a line. */
    List<String> of(BatchId batch) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files()) {
            if (FileNames.of(file).startsWith(batch.value() + ".")) {
                new String(WholeFile.read(file, LARGEST), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(lines::add);
            }
        }
        return List.copyOf(lines);
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file, NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }
}
