package io.qmaster.cli.command;

import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Printable;
import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Output;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.WallClock;
import io.qmaster.domain.verify.OutputVerifier;
import io.qmaster.domain.verify.OutputVerifier.Verdict;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks existing outputs. */
@Command(
        name = "verify",
        description = "Compares existing outputs with their setting and their source, by ffprobe: codec, frame"
                + " size, duration, audio and the number of frames. Needs no engine.",
        footer = {
            "",
            "For a batch, or a file that the journal knows as an output, setting and source are known.",
            "Exits with 0 if every output is valid, with 1 if one is not."
        })
final class VerifyCommand implements Task {
    @Parameters(arity = "1..*", paramLabel = "ID|FILE", description = "An output, or a batch, for all of its outputs.")
    private List<String> what = new ArrayList<>();

    @Option(
            names = "--setting",
            paramLabel = "NAME|FILE",
            description = "Compare with this setting. Default: the one that the journal knows.")
    private Optional<String> setting = Optional.empty();

    @Option(
            names = "--source",
            paramLabel = "FILE",
            description = "Compare with this source. Default: the one that the journal knows.")
    private Optional<Path> source = Optional.empty();

    private final LocalFiles files = new LocalFiles();

    /** An output and what it is compared with. */
    private record Subject(Path output, Optional<SettingFacts> setting, Optional<Path> source, JobOptions options) {}

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        WallClock time = new WallClock();
        OutputVerifier verifier = new OutputVerifier(
                invocation.probe(time),
                files,
                time,
                invocation.configuration().policy().statusTimeout());
        Optional<SettingFacts> chosen = setting.map(text -> ChosenSetting.of(text, invocation));
        List<Subject> subjects = new ArrayList<>();
        for (String text : what) {
            subjects.addAll(subjects(invocation, text).toList());
        }
        List<Documents.Verified> found = new ArrayList<>();
        for (Subject subject : subjects) {
            Optional<SettingFacts> promised = chosen.or(subject::setting);
            Optional<Path> original = source.map(files::absolute).or(subject::source);
            Verdict verdict = verifier.verdict(subject.output(), promised, original, subject.options());
            found.add(Documents.Verified.of(subject.output(), original, promised, verdict));
        }
        print(invocation.console(), found);
        return found.stream().allMatch(Documents.Verified::good) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Stream<Subject> subjects(Invocation invocation, String text) throws InterruptedException {
        Optional<Path> file = pathOf(text).filter(path -> Files.exists(path) || text.contains("/"));
        if (file.isPresent()) {
            Path output = files.absolute(file.get());
            return Stream.of(invocation.journal().claimants(files.identity(output)).stream()
                    .flatMap(entry -> known(entry).stream())
                    .filter(subject -> files.identity(subject.output()).equals(files.identity(output)))
                    .findFirst()
                    .orElseGet(() -> new Subject(output, Optional.empty(), Optional.empty(), JobOptions.NONE)));
        }
        return new References(invocation)
                .entry(IdSearch.inJournal(invocation).of(text))
                .map(entry -> known(entry).stream())
                .orElseThrow(() -> new BatchLostException(
                        Failure.withoutSubmission("BATCH_UNKNOWN", "the journal does not know " + text)
                                .hint("check the id and the state folder, or name files")
                                .fate(QueueFate.UNKNOWN)));
    }

    private static List<Subject> known(JournalEntry entry) {
        List<Output> made = entry.result().map(result -> result.targets()).orElse(List.of());
        return entry.order().targets().stream()
                .map(target -> new Subject(
                        made.stream()
                                .filter(output -> output.target().index() == target.index())
                                .flatMap(output -> output.path().stream())
                                .findFirst()
                                .orElse(target.plannedPath()),
                        Optional.of(target.setting()),
                        source(target),
                        target.options()))
                .toList();
    }

    private static Optional<Path> source(Target target) {
        return target.options().imageSequence().isPresent() ? Optional.empty() : Optional.of(target.source());
    }

    private static Optional<Path> pathOf(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }

    private static void print(Console console, List<Documents.Verified> found) {
        if (console.isJson()) {
            console.answerDocument(found);
            return;
        }
        found.forEach(output -> console.answer(Printable.oneLine(output.path().toString()) + ": "
                + output.reason().orElse("good")
                + (output.notJudged().isEmpty() ? "" : "; not judged: " + String.join(", ", output.notJudged()))));
    }
}
