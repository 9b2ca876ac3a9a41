package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Durations;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Printable;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.WallClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reports what the journal remembers of the last hours or days. */
@Command(
        name = "report",
        description = "Reports what the journal remembers of the last hours or days: outcomes, failures, waiting times,"
                + " turnaround and throughput. Needs no engine.",
        footer = {
            "",
            "It covers what ended within --since, and what is still open. The page is one file that needs no network:",
            "failures first, then times, throughput, and every batch over time, with a filter.",
            "",
            "Example:",
            "  qmaster report --since 12h --output night.html"
        })
final class ReportCommand implements Task {
    private static final int MOST_PRINTED = 20;

    @Option(
            names = "--since",
            paramLabel = "D",
            defaultValue = "1d",
            description = "How far to look back, such as 12h or 7d. Default: ${DEFAULT-VALUE}.")
    private Duration since = Duration.ZERO;

    @Option(
            names = "--output",
            paramLabel = "FILE.html",
            description = "Write the page to this file, which only its owner can read; an old one is replaced.")
    private Optional<Path> output = Optional.empty();

    @Override
    public ExitCode run(Invocation invocation) {
        Instant now = clock(invocation).now();
        Instant begin = now.minus(since);
        List<JournalEntry> entries;
        try (Stream<JournalEntry> ended = invocation.journal().ended(begin)) {
            entries = Stream.concat(invocation.journal().open().stream(), ended).toList();
        }
        Night night = invocation.adapters().night(entries, begin, now);
        output.ifPresent(file ->
                write(night.page().apply("The last " + Durations.words(since), ZoneId.systemDefault()), file));
        Console console = invocation.console();
        if (console.isJson()) {
            console.answerDocument(night.numbers());
        } else {
            print(console, night.numbers());
        }
        output.ifPresent(file -> console.tell("the report is in " + file));
        return ExitCode.DONE;
    }

    /** The time of the engine, which can be simulated, if there is one. */
    private static Timekeeper clock(Invocation invocation) {
        try {
            return invocation.time();
        } catch (EngineUnavailableException none) {
            return new WallClock();
        }
    }

    private static void write(String page, Path file) {
        MediaFiles files = new LocalFiles();
        try {
            files.write(file, page);
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    ExitCode.FILE,
                    Failure.withoutSubmission(
                                    "REPORT_UNWRITABLE",
                                    "the report " + file + " cannot be written: " + Reason.of(unwritable))
                            .hint(
                                    "name a file that you may write, in a directory that exists, on a disk with free space"));
        }
    }

    private static void print(Console console, Night.Numbers numbers) {
        if (numbers.outcomes().isEmpty()) {
            console.answer("no batches");
            return;
        }
        numbers.outcomes().forEach((outcome, number) -> line(console, outcome, number.toString()));
        line(console, "waited", words(numbers.waitSeconds()));
        line(console, "turnaround", words(numbers.turnaroundSeconds()));
        numbers.failures().stream()
                .limit(MOST_PRINTED)
                .forEach(failed -> console.answer(
                        Printable.oneLine(failed.name() + " (" + failed.details() + "): " + failed.reason())));
        int more = numbers.failures().size() - MOST_PRINTED;
        if (more > 0) {
            console.answer("and " + more + " more, see the page of --output or --json");
        }
    }

    private static String words(Night.Percentiles times) {
        return times.number() == 0
                ? "-"
                : "half within " + words(times.p50()) + ", 90 % within " + words(times.p90()) + ", longest "
                        + words(times.longest());
    }

    private static String words(Optional<Duration> time) {
        return time.map(Durations::words).orElse("-");
    }

    private static void line(Console console, String title, String value) {
        console.answer(String.format("%-13s", title) + value);
    }
}
