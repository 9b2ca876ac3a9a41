package io.qmaster.cli.command;

import io.qmaster.cli.config.NotifyOptions;
import io.qmaster.cli.config.SubmissionOptions;
import io.qmaster.cli.config.WatchOptions;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.FeedLines;
import io.qmaster.cli.output.SkippedLines;
import io.qmaster.cli.webhook.Receiver;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.Remaining;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.feed.FolderFeeder;
import io.qmaster.domain.feed.HotFolder;
import io.qmaster.domain.feed.Preparation;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.standard.LocalFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits what arrives in folders. */
@Command(
        name = "folder",
        customSynopsis = {
            "qmaster folder DIR... --setting NAME|FILE --destination-dir DIR [options]",
            "       qmaster folder --folders FILE [options]"
        },
        description = "Submits the media files that arrive in a folder, each in a batch of its own, and moves each into"
                + " DIR/done or DIR/failed when its batch has ended, with a JSON file that says why. Runs until it is"
                + " interrupted.",
        footer = {
            "",
            "A file that stays the same for --stable-for, or beside which there is an empty file named FILE.done, is",
            "moved into DIR/working and submitted, once also if the program is killed and started again. Hidden",
            "files, folders, symbolic links, outputs of earlier batches and files without the extension of a media",
            "file are left alone. To submit a file again, move it from DIR/failed back into DIR.",
            "",
            "A volume that is gone and an engine that is not available are waited for. The first Ctrl-C or TERM",
            "drains: nothing further is submitted, and what runs is waited for; the second one leaves it running.",
            "It then exits with the worst exit code of its files, or with 130 or 143.",
            "",
            "The document of --folders has an array of folders; what one leaves out is that of the options:",
            "  {\"folders\": [{\"folder\": \"in/hd\", \"settings\": [\"HD 720p\"],",
            "                \"destinationDir\": \"out/hd\", \"stableFor\": \"1m\"}]}",
            "A folder also takes suffixes, overwrite, priority and labels.",
            "",
            "Examples:",
            "  qmaster folder incoming --setting \"HD 720p\" --destination-dir out --ahead 3",
            "  qmaster folder --folders folders.json --json"
        })
final class FolderCommand implements Task {
    private static final String STABLE_FOR = "--stable-for";
    private static final String HINT =
            "to continue, run it again: the batches of the files in the folders named working are watched again";

    @Parameters(arity = "0..*", paramLabel = "DIR", description = "A folder in which files arrive.")
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = "--folders",
            paramLabel = "FILE",
            description = "Read folders, each with its own settings and destination, from a JSON document; see below.")
    private Optional<Path> document = Optional.empty();

    @Option(
            names = "--setting",
            paramLabel = "NAME|FILE",
            description = "How to encode: a setting file, or a name as qmaster settings shows it. Repeatable.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--destination-dir",
            paramLabel = "DIR",
            description = "The folder of the outputs, which are named after their sources. Not in a hot folder.")
    private Optional<Path> destinationDir = Optional.empty();

    @Option(
            names = "--suffix",
            paramLabel = "TEXT",
            description = "Appended to the name of an output; one per setting. Default: as for submit. Repeatable.")
    private List<String> suffixes = new ArrayList<>();

    @Option(
            names = STABLE_FOR,
            paramLabel = "D",
            defaultValue = "30s",
            description = "How long size and time of a file must stay the same. Default: ${DEFAULT-VALUE}.")
    private Duration stableFor = Duration.ZERO;

    @Option(
            names = "--ahead",
            paramLabel = "N",
            description = "Have at most N batches of this run in the engine; the others wait here. Default: no limit.")
    private Optional<Integer> ahead = Optional.empty();

    @Option(
            names = "--wait-for-volume",
            paramLabel = "D",
            description = "Stop when the volume of a folder or its outputs is gone for this long. Default: it is waited"
                    + " for indefinitely.")
    private Optional<Duration> waitForVolume = Optional.empty();

    @Option(
            names = "--skip-complete",
            description = "Submit no file whose outputs the journal knows to be complete, and move it to DIR/done.")
    private boolean skipComplete;

    @Option(names = "--verify", description = "Check every output with ffprobe, as submit --verify does.")
    private boolean verify;

    @Mixin
    private SourceOptions ofSources = new SourceOptions();

    @Mixin
    private BatchOptions ofBatch = new BatchOptions();

    @Mixin
    final SubmissionOptions submission = new SubmissionOptions();

    @Mixin
    final NotifyOptions notify = new NotifyOptions();

    @Mixin
    final NotifyOptions.Secret secret = new NotifyOptions.Secret();

    @Mixin
    private MetricsOptions metrics = new MetricsOptions();

    @Mixin
    final WatchOptions watching = new WatchOptions();

    @Override
    public boolean submits() {
        return true;
    }

    /** A file that has arrived is checked again only if its marker arrived early. */
    @Override
    public Map<String, String> flags() {
        return Map.of(STABLE_FOR, "2s");
    }

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        check();
        List<Receiver> receivers = invocation.configuration().notifying().receivers();
        List<FolderEntry> entries = new ArrayList<>();
        FolderEntry common = new FolderEntry(
                settings, suffixes, destinationDir, stableFor, ofBatch.isOverwriting(), Optional.empty(), Map.of());
        folders.forEach(folder -> entries.add(common.of(folder)));
        document.map(file -> FolderDocument.read(file, common)).ifPresent(entries::addAll);
        entries.forEach(FolderEntry::check);
        invocation.requireEngine();
        Optional<OutputProbe> probe = verify ? Optional.of(invocation.probe("--verify")) : Optional.empty();
        metrics.begin(invocation);
        try (EventOutput output = EventOutput.ofOwnSeveral(invocation);
                Qmaster qmaster =
                        invocation.qmaster(output.announcements(), invocation.policy(), SubmissionId::random, probe)) {
            new ClusterNames(invocation)
                    .warnOfMistake(invocation.configuration().cluster());
            FeedLines lines = new FeedLines(invocation.console(), invocation.time(), ofBatch.labels());
            Feeding feeding = new Feeding(invocation, receivers, lines, output, false);
            Preparation preparation =
                    batch -> skipComplete ? remaining(invocation, qmaster, batch) : Optional.of(batch);
            FolderFeeder.Builder builder = FolderFeeder.over(qmaster, new LocalFiles(), invocation.time())
                    .listener(feeding.listener())
                    .objection(new EarlierOutputs(invocation.journal())::of)
                    .preparation(preparation);
            ahead.ifPresent(builder::ahead);
            waitForVolume.ifPresent(builder::waitForVolume);
            ofBatch.requestId().ifPresent(builder::requestId);
            List<HotFolder> hot = entries.stream()
                    .map(entry -> entry.hotFolder(qmaster, invocation.configuration(), ofBatch, ofSources))
                    .toList();
            invocation
                    .console()
                    .tell("watching " + hot.size() + (hot.size() == 1 ? " folder" : " folders")
                            + " (Ctrl-C ends this)");
            FolderFeeder feeder = builder.build();
            return feeding.of(new Feeding.Run(feeder, () -> feeder.feed(hot), true, HINT));
        } catch (IllegalArgumentException invalid) {
            throw CommandFailure.usage(String.valueOf(invalid.getMessage()), "see `qmaster folder --help`");
        }
    }

    private void check() {
        ofBatch.check();
        ofSources.options(Optional.empty());
        if (folders.isEmpty() && document.isEmpty()) {
            throw CommandFailure.usage("no DIR was given", "name a folder, or use --folders");
        }
        if (ahead.filter(number -> number < 1).isPresent()) {
            throw CommandFailure.usage("--ahead must be 1 or more, not " + ahead.get(), "see `qmaster folder --help`");
        }
        if (stableFor.isZero() || stableFor.isNegative()) {
            throw CommandFailure.usage(STABLE_FOR + " must be more than 0", "see `qmaster folder --help`");
        }
    }

    private static Optional<BatchRequest> remaining(Invocation invocation, Qmaster qmaster, BatchRequest request) {
        Remaining remaining = qmaster.remaining(request);
        new SkippedLines(invocation.console(), invocation.time()).print(remaining, request.labels());
        return remaining.request();
    }
}
