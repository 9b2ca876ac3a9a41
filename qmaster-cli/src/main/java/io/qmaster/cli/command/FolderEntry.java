package io.qmaster.cli.command;

import static java.util.Objects.requireNonNull;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Destination;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.feed.HotFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A hot folder and how its files are encoded, as the command line or a document says. */
record FolderEntry(
        Path folder,
        List<String> settings,
        List<String> suffixes,
        Optional<Path> destinationDir,
        Duration stableFor,
        boolean overwrite,
        Optional<Priority> priority,
        Map<String, String> labels) {
    /** The values of a folder that the document does not override. */
    FolderEntry(
            List<String> settings,
            List<String> suffixes,
            Optional<Path> destinationDir,
            Duration stableFor,
            boolean overwrite,
            Optional<Priority> priority,
            Map<String, String> labels) {
        this(Path.of(""), settings, suffixes, destinationDir, stableFor, overwrite, priority, labels);
    }

    /** These values for a folder. */
    FolderEntry of(Path path) {
        return new FolderEntry(path, settings, suffixes, destinationDir, stableFor, overwrite, priority, labels);
    }

    /** @throws CommandFailure if the values contradict each other */
    void check() {
        require(!settings.isEmpty(), "no --setting was given", "see `qmaster settings` for what can be chosen");
        require(destinationDir.isPresent(), "no destination was given", "add --destination-dir DIR");
        require(
                suffixes.isEmpty() || suffixes.size() == settings.size(),
                "there are " + settings.size() + " settings but " + suffixes.size() + " suffixes",
                "give one --suffix for each --setting");
    }

    private void require(boolean holds, String message, String hint) {
        if (!holds) {
            throw CommandFailure.usage(message + " for the folder " + folder, hint);
        }
    }

    /**
     * The folder, with its settings looked up.
     *
     * @throws io.qmaster.domain.SettingFileException if a setting is invalid
     * @throws IllegalArgumentException if a suffix or a label is invalid
     */
    HotFolder hotFolder(Qmaster qmaster, Configuration configuration, BatchOptions ofBatch, SourceOptions ofSources) {
        List<SettingFacts> chosen = settings.stream().map(qmaster::setting).toList();
        HotFolder hot =
                new HotFolder(folder, stableFor, file -> request(file, chosen, configuration, ofBatch, ofSources));
        // Errors in the options are found before a file arrives.
        requireNonNull(hot.request().apply(folder.resolve("clip.mov")));
        return hot;
    }

    private BatchRequest request(
            Path file,
            List<SettingFacts> chosen,
            Configuration configuration,
            BatchOptions ofBatch,
            SourceOptions ofSources) {
        BatchRequest.Builder request = BatchRequest.builder()
                .cluster(configuration.cluster())
                .priority(priority.orElse(configuration.priority()));
        for (int index = 0; index < chosen.size(); index++) {
            request.job(JobRequest.builder(file)
                    .compressorSettingFile(chosen.get(index).file())
                    .destination(Destination.directory(destinationDir.orElseThrow(), suffix(chosen, index)))
                    .options(ofSources.options(Optional.empty()))
                    .build());
        }
        ofBatch.applyTo(request);
        if (overwrite) {
            request.existingOutput(ExistingOutput.REPLACE);
        }
        labels.forEach(request::label);
        return request.build();
    }

    private String suffix(List<SettingFacts> chosen, int index) {
        if (!suffixes.isEmpty()) {
            return suffixes.get(index);
        }
        return chosen.size() > 1 ? Suffix.of(chosen.get(index).name()) : "";
    }
}
