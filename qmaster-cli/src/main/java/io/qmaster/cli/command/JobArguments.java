package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.Destination;
import io.qmaster.domain.Failure;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SourceFileException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options for sources, settings and destination: every source is encoded with every setting. */
final class JobArguments {
    private static final int MANY = 50;

    @Parameters(
            arity = "0..*",
            paramLabel = "SOURCE",
            description = "A movie, or with --image-sequence a folder of frames.")
    private List<Path> sources = new ArrayList<>();

    @Option(
            names = "--setting",
            paramLabel = "NAME|FILE",
            description = "How to encode: a setting file, or a name as qmaster settings shows it. Repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--destination", paramLabel = "FILE", description = "The complete path of the output.")
    private Optional<Path> destination = Optional.empty();

    @Option(
            names = "--destination-dir",
            paramLabel = "DIR",
            description = "The folder of the outputs, which are named after their sources.")
    private Optional<Path> destinationDir = Optional.empty();

    @Option(names = "--beside", description = "Write every output next to its source, in the same folder.")
    private boolean beside;

    @Option(
            names = "--suffix",
            paramLabel = "TEXT",
            description = "Appended to the name of an output; one per setting. Default: nothing for one setting, for"
                    + " several a dash and the setting's name in lower case with dashes for spaces and punctuation."
                    + " Repeatable.")
    private List<String> suffixes = new ArrayList<>();

    @Option(
            names = "--recursive",
            description = "Take the media files of folders and of their subfolders, which are created in the"
                    + " destination folder, too.")
    private boolean recursive;

    @Option(
            names = "--into-packages",
            description = "With --recursive, also take the media files in packages such as Wedding.fcpbundle.")
    private boolean intoPackages;

    @Mixin
    private SourceOptions ofSources = new SourceOptions();

    @Option(names = "--image-sequence", description = "The source is a folder of frames.")
    private boolean imageSequence;

    @Option(names = "--frame-rate", paramLabel = "N", description = "Frames a second of an image sequence.")
    private Optional<BigDecimal> frameRate = Optional.empty();

    @Option(names = "--audio", paramLabel = "FILE", description = "The sound of an image sequence.")
    private Optional<Path> audio = Optional.empty();

    /** Whether any of these options was given. */
    boolean isEmpty() {
        return sources.isEmpty()
                && settings.isEmpty()
                && suffixes.isEmpty()
                && destination.isEmpty()
                && destinationDir.isEmpty()
                && !beside
                && !intoPackages
                && !recursive;
    }

    /** Whether there may be more sources than an argument list can hold. */
    boolean mayBeMany() {
        return recursive || sources.size() > MANY;
    }

    /** The sources that may be folders. */
    List<Path> folders() {
        return recursive ? List.copyOf(sources) : List.of();
    }

    /** Whether a source is a folder although --recursive is missing. */
    boolean mayNameFolders() {
        return !recursive && !imageSequence;
    }

    /** @throws CommandFailure if the options contradict each other */
    void check() {
        require(!sources.isEmpty(), "no SOURCE was given", "name what to encode, or use --from");
        require(!settings.isEmpty(), "no --setting was given", "see `qmaster settings` for what can be chosen");
        long destinations = Stream.of(destination.isPresent(), destinationDir.isPresent(), beside)
                .filter(given -> given)
                .count();
        require(
                destinations > 0,
                "no destination was given",
                "add --destination FILE, --destination-dir DIR or --beside");
        require(destinations < 2, "--destination, --destination-dir and --beside exclude each other", "choose one");
        require(!intoPackages || recursive, "--into-packages needs --recursive", "add --recursive");
        require(
                destination.isEmpty() || (sources.size() == 1 && settings.size() == 1 && !recursive),
                "--destination names the output of one source with one setting",
                "use --destination-dir for several");
        require(
                suffixes.isEmpty() || destination.isEmpty(),
                "--suffix needs --destination-dir or --beside",
                "put it into the name of the destination");
        require(
                suffixes.isEmpty() || suffixes.size() == settings.size(),
                "there are " + settings.size() + " settings but " + suffixes.size() + " suffixes",
                "give one --suffix for each --setting");
        require(!(recursive && imageSequence), "--recursive and --image-sequence exclude each other", "choose one");
        require(
                imageSequence || (frameRate.isEmpty() && audio.isEmpty()),
                "--frame-rate and --audio belong to an image sequence",
                "add --image-sequence, or leave them out");
        options();
        suffixes.forEach(suffix -> destinationFor(new Placed(Path.of("x"), Path.of("")), suffix));
    }

    /**
     * Every source with every setting, in the order in which they were given.
     *
     * @param outputs finds the files of a folder that are not sources
     * @param passedOver is called with each of those files and the reason
     * @throws io.qmaster.domain.QmasterException if a setting or a folder is invalid
     */
    List<JobRequest> jobs(Qmaster qmaster, EarlierOutputs outputs, BiConsumer<Path, String> passedOver) {
        List<SettingFacts> chosen = settings.stream().map(qmaster::setting).toList();
        return sources.stream()
                .flatMap(source -> placed(source, outputs, passedOver))
                .flatMap(source -> jobs(source, chosen))
                .toList();
    }

    /** A source, and the folder of its outputs relative to the destination folder. */
    private record Placed(Path source, Path place) {}

    private Stream<Placed> placed(Path source, EarlierOutputs outputs, BiConsumer<Path, String> passedOver) {
        if (!recursive || !Files.isDirectory(source)) {
            return Stream.of(new Placed(source, Path.of("")));
        }
        MediaFolder folder = new MediaFolder(source, intoPackages);
        List<Placed> taken = new ArrayList<>();
        for (Path file : folder.files()) {
            Optional<String> output = outputs.of(file);
            output.ifPresent(why -> passedOver.accept(file.toAbsolutePath().normalize(), why));
            if (output.isEmpty()) {
                taken.add(new Placed(file, folder.placeOf(file)));
            }
        }
        if (taken.isEmpty()) {
            throw new SourceFileException(Failure.withoutSubmission(
                            "SOURCE_FOLDER_EMPTY",
                            "every media file in the folder " + source + " is an output of an earlier batch")
                    .hint("name the files themselves to encode them anyway"));
        }
        return taken.stream();
    }

    private Stream<JobRequest> jobs(Placed placed, List<SettingFacts> chosen) {
        List<JobRequest> jobs = new ArrayList<>();
        for (SettingFacts setting : chosen) {
            jobs.add(JobRequest.builder(placed.source())
                    .compressorSettingFile(setting.file())
                    .destination(destinationFor(placed, suffix(setting, jobs.size())))
                    .options(options())
                    .build());
        }
        return jobs.stream();
    }

    private JobOptions options() {
        try {
            return ofSources.options(
                    imageSequence ? Optional.of(new ImageSequenceInput(frameRate, audio)) : Optional.empty());
        } catch (IllegalArgumentException invalid) {
            throw CommandFailure.usage(String.valueOf(invalid.getMessage()), "see `qmaster submit --help`");
        }
    }

    private String suffix(SettingFacts setting, int index) {
        if (!suffixes.isEmpty()) {
            return suffixes.get(index);
        }
        return settings.size() > 1 ? Suffix.of(setting.name()) : "";
    }

    private Destination destinationFor(Placed placed, String suffix) {
        if (destination.isPresent()) {
            return Destination.file(destination.get());
        }
        Path folder = beside
                ? folderOf(placed.source())
                : destinationDir.orElseThrow().resolve(placed.place());
        try {
            return Destination.directory(folder, suffix);
        } catch (IllegalArgumentException noSuffix) {
            throw CommandFailure.usage(String.valueOf(noSuffix.getMessage()), "give another --suffix");
        }
    }

    /** The folder that a source is in. */
    static Path folderOf(Path source) {
        return Optional.ofNullable(source.toAbsolutePath().getParent()).orElse(Path.of("/"));
    }

    private static void require(boolean holds, String message, String hint) {
        if (!holds) {
            throw CommandFailure.usage(message, hint);
        }
    }
}
