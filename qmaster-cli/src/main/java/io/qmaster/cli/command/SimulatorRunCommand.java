package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.Failure;
import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a scenario on virtual time, prints its event log and writes a page about it. */
@Command(
        name = "run",
        description = "Runs a scenario on virtual time, and prints every event as a line of JSON.",
        footer = {
            "",
            "A file of batches is JSON:",
            "  [{\"at\": \"0s\", \"name\": \"reel 1\", \"size\": \"2GB\", \"priority\": \"high\",",
            "    \"cluster\": \"FCS Cluster\"},",
            "   {\"at\": \"90s\", \"name\": \"reel 2\", \"size\": 750000000, \"pauseAfter\": \"1m\",",
            "    \"resumeAfter\": \"5m\"}]",
            "Only name and size are required; segmentable and cancelAfter are also allowed.",
            "",
            "Example:",
            "  qmaster simulator run night-shift --batches 40 --report night.html > log.jsonl"
        })
final class SimulatorRunCommand implements Task {
    @Parameters(paramLabel = "SCENARIO", description = "A scenario file, or the name of a built-in scenario.")
    private String scenario = "";

    @Option(
            names = "--batches",
            required = true,
            paramLabel = "FILE|N",
            description = "A file of batches and their times; or their number, with times and sizes from the"
                    + " scenario's seed.")
    private String batches = "";

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Write an HTML page that shows batches, nodes and waiting times; an existing file is overwritten.")
    private Optional<Path> report = Optional.empty();

    @Override
    public ExitCode run(Invocation invocation) {
        report.ifPresent(this::requireOwnFile);
        SimulatedRun run = invocation.adapters().simulated(scenario, batches);
        Console console = invocation.console();
        report.ifPresent(file -> write(run.page().apply(title()), file));
        console.answerJson(run.eventLog());
        report.ifPresent(file -> console.tell("the report is in " + file));
        return ExitCode.DONE;
    }

    private String title() {
        String given = batches.matches("\\d+")
                ? batches + (batches.equals("1") ? " batch" : " batches")
                : "batches of " + Path.of(batches).getFileName();
        return "Scenario " + Path.of(scenario).getFileName() + ", " + given;
    }

    private void requireOwnFile(Path file) {
        boolean taken = Stream.of(scenario, batches).map(Path::of).anyMatch(input -> isSame(file, input));
        if (taken) {
            throw CommandFailure.usage(
                    "the report " + file + " would overwrite an input of the run", "name another file");
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException oneIsMissing) {
            return false;
        }
    }

    private static void write(String page, Path file) {
        try {
            Files.writeString(file, page);
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    ExitCode.FILE,
                    Failure.withoutSubmission(
                                    "REPORT_UNWRITABLE",
                                    "the report " + file + " cannot be written: " + reason(unwritable))
                            .hint("name a file in an existing, writable folder"));
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return "that is not permitted";
        }
        return failure instanceof FileSystemException told && told.getReason() != null
                ? told.getReason()
                : Reason.of(failure);
    }
}
