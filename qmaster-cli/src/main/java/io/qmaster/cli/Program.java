package io.qmaster.cli;

import io.qmaster.cli.command.Adapters;
import io.qmaster.cli.command.HelpCommand;
import io.qmaster.cli.command.HelpText;
import io.qmaster.cli.command.Interruption;
import io.qmaster.cli.command.Invocation;
import io.qmaster.cli.command.Parsing;
import io.qmaster.cli.command.QmasterCommand;
import io.qmaster.cli.command.Signals;
import io.qmaster.cli.command.Task;
import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.config.GlobalOptions;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.FailureReport;
import io.qmaster.cli.output.SubmissionProgress;
import io.qmaster.cli.output.Terminal;
import io.qmaster.domain.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program as a function of its arguments and environment, which tests call without starting a process. */
final class Program {
    private final Map<String, String> environment;
    private final InputStream in;
    private final Console console;
    private final Adapters adapters;
    private final Interruption interruption;
    private Map<String, String> hints = Map.of();
    private final SubmissionProgress submission = new SubmissionProgress();

    /**
     * A program that has not run.
     *
     * @param leaving ends the process at once
     */
    Program(
            Map<String, String> environment,
            InputStream in,
            Console console,
            Adapters adapters,
            Signals signals,
            Leaving leaving) {
        this.environment = environment;
        this.in = in;
        this.console = console;
        this.adapters = adapters;
        this.interruption =
                new Interruption(signals, (code, lastWord) -> leaving.leave(code.number(), lastWord.map(this::report)));
    }

    /** Ends the process at once. */
    @FunctionalInterface
    interface Leaving {
        /**
         * Ends it.
         *
         * @param lastWord what is printed; empty if nothing is left open
         */
        void leave(int code, Optional<FailureReport> lastWord);
    }

    /** Runs once. */
    int run(String... arguments) {
        // Errors of the command line are printed as JSON, too.
        List<String> options = Arrays.asList(arguments).subList(0, endOfOptions(arguments));
        console.json(options.contains("--json"));
        console.whenClosed(() -> interruption.unwritten(console.isReaderGone()));
        try {
            ExitCode code = ran(arguments);
            boolean isLost = console.isReaderGone() && submission.queued().isPresent();
            return isLost || console.unwritten().isPresent() ? stopped() : code.number();
        } catch (InterruptedException stop) {
            return stopped();
        } catch (Throwable thrown) {
            // Any exception must end with a message and the documented exit code.
            return failed(thrown, options.contains("--debug"));
        }
    }

    private ExitCode ran(String... arguments) throws InterruptedException {
        GlobalOptions options = new GlobalOptions();
        CommandLine line = QmasterCommand.commandLine(options, arguments);
        CommandLine command = parsed(line, arguments);
        if (command.getCommand() instanceof HelpCommand help && !command.isUsageHelpRequested()) {
            Parsing.requireNoEmptyArgument(line.getParseResult());
            console.answerText(
                    HelpText.of(help.explained(), Terminal.width(environment)).getUsageMessage(colours(options)));
            return ExitCode.DONE;
        }
        if (command.isUsageHelpRequested()) {
            console.answerText(HelpText.of(command, Terminal.width(environment)).getUsageMessage(colours(options)));
            return ExitCode.DONE;
        }
        if (command.isVersionHelpRequested()) {
            console.answer("qmaster " + version());
            return ExitCode.DONE;
        }
        if (!(command.getCommand() instanceof Task task)) {
            throw CommandFailure.usage(
                    "no command was given", "see `" + command.getCommandSpec().qualifiedName(" ") + " --help`");
        }
        expect(task);
        Parsing.requireNoEmptyArgument(line.getParseResult());
        try (Invocation invocation = invocation(line.getParseResult(), task)) {
            return task.run(invocation);
        }
    }

    private CommandLine parsed(CommandLine line, String... arguments) {
        try {
            return innermost(line.parseArgs(arguments)).commandSpec().commandLine();
        } catch (ParameterException wrong) {
            if (wrong.getCommandLine().getCommand() instanceof Task task) {
                expect(task);
            }
            throw wrong;
        }
    }

    private void expect(Task task) {
        hints = task.hints();
        if (task.submits()) {
            submission.expect();
        }
    }

    private Invocation invocation(ParseResult parsed, Task task) {
        return new Invocation(
                () -> configured(parsed, task), adapters, environment, in, console, interruption, submission);
    }

    private Configuration configured(ParseResult parsed, Task task) {
        Map<String, String> flags = flags(parsed);
        flags.putAll(task.flags());
        Configuration configuration = Configuration.of(flags, environment);
        console.quiet(configuration.isQuiet());
        Logging.begin(configuration, console);
        return configuration;
    }

    /** The options on the command line with their values; the last one counts, unless the option has several. */
    private static Map<String, String> flags(ParseResult parsed) {
        Map<String, String> flags = new HashMap<>();
        for (ParseResult level = parsed; level != null; level = level.hasSubcommand() ? level.subcommand() : null) {
            for (OptionSpec option : level.matchedOptions()) {
                List<String> texts = option.originalStringValues();
                flags.put(option.longestName(), text(option, texts));
            }
        }
        return flags;
    }

    private static String text(OptionSpec option, List<String> texts) {
        if (option.typeInfo().isBoolean()) {
            return option.getValue().toString();
        }
        return option.isMultiValue() ? Configuration.joined(texts) : texts.get(texts.size() - 1);
    }

    private int stopped() {
        Interruption.Reason reason = interruption.reason();
        CommandFailure stop = console.unwritten()
                .map(this::unwritten)
                .orElseGet(() ->
                        new CommandFailure(reason.exitCode(), Failure.withoutSubmission(reason.name(), words(reason))));
        return failed(stop, false);
    }

    private int failed(Throwable thrown, boolean debug) {
        FailureReport report = report(thrown);
        // As in "list | head", unless a batch was submitted.
        boolean isExpected = console.isReaderGone()
                && report.exitCode().isOfSignal()
                && report.failure().fate().isEmpty();
        if (!isExpected) {
            console.fail(report);
        }
        if (debug) {
            console.trace(thrown);
        }
        return report.exitCode().number();
    }

    private FailureReport report(Throwable thrown) {
        return FailureReport.of(thrown).in(submission).hinted(hints);
    }

    private CommandFailure unwritten(IOException failure) {
        Interruption.Reason reason = Interruption.Reason.ANSWER_UNWRITTEN;
        return new CommandFailure(
                reason.exitCode(),
                Failure.withoutSubmission(reason.name(), words(reason) + ": " + failure.getMessage())
                        .hint("check where stdout is redirected to"));
    }

    /** The reason, and the batch that was submitted, whose id may be printed nowhere else. */
    private String words(Interruption.Reason reason) {
        return submission
                .queued()
                .map(batch -> "the batch " + batch + " is queued, but " + reason.words())
                .orElse(reason.words());
    }

    private CommandLine.Help.Ansi colours(GlobalOptions options) {
        boolean unwanted = options.isColourless()
                || !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return unwanted ? CommandLine.Help.Ansi.OFF : CommandLine.Help.Ansi.AUTO;
    }

    private static ParseResult innermost(ParseResult parsed) {
        ParseResult inner = parsed;
        while (inner.hasSubcommand()) {
            inner = inner.subcommand();
        }
        return inner;
    }

    private static int endOfOptions(String... arguments) {
        int end = Arrays.asList(arguments).indexOf("--");
        return end < 0 ? arguments.length : end;
    }

    static String version() {
        String version = Program.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
