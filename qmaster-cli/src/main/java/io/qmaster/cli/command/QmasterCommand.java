package io.qmaster.cli.command;

import io.qmaster.cli.config.GlobalOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The program itself: its global options, and all commands. */
@Command(
        name = "qmaster",
        customSynopsis = "qmaster [options] COMMAND [arguments]",
        description = "Submits transcode batches to Apple Qmaster, watches them, and accounts for every one.")
public final class QmasterCommand {
    private static final String HELP = "help";
    private static final String COMPLETION = "completion";

    /** In the order in which the help names them. */
    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("submit", SubmitCommand::new);
        COMMANDS.put("folder", FolderCommand::new);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("wait", WaitCommand::new);
        COMMANDS.put("watch", WatchCommand::new);
        COMMANDS.put("monitor", MonitorCommand::new);
        COMMANDS.put("list", ListCommand::new);
        COMMANDS.put("clusters", ClustersCommand::new);
        COMMANDS.put("cancel", CancelCommand::new);
        COMMANDS.put("pause", PauseCommand::new);
        COMMANDS.put("resume", ResumeCommand::new);
        COMMANDS.put("recover", RecoverCommand::new);
        COMMANDS.put("agent", AgentCommand::new);
        COMMANDS.put("retry", RetryCommand::new);
        COMMANDS.put("show", ShowCommand::new);
        COMMANDS.put("logs", LogsCommand::new);
        COMMANDS.put("verify", VerifyCommand::new);
        COMMANDS.put("settings", SettingsCommand::new);
        COMMANDS.put("report", ReportCommand::new);
        COMMANDS.put("notify", NotifyCommand::new);
        COMMANDS.put("doctor", DoctorCommand::new);
        COMMANDS.put("config", ConfigCommand::new);
        COMMANDS.put("simulator", SimulatorCommand::new);
        COMMANDS.put(COMPLETION, CompletionCommand::new);
        COMMANDS.put(HELP, HelpCommand::new);
    }

    private QmasterCommand() {}

    /** Creates the command line with every command, which fills in the options. */
    public static CommandLine commandLine(GlobalOptions options) {
        return withCommands(new CommandLine(new QmasterCommand()).addMixin("options", options), COMMANDS);
    }

    /**
     * Creates the command line for some arguments. If they name a command it has only that command, since building all
     * of them takes longer than the rest of the start.
     */
    public static CommandLine commandLine(GlobalOptions options, String... arguments) {
        CommandLine line = Parsing.applyTo(new CommandLine(new QmasterCommand()).addMixin("options", options));
        String first = firstWord(line, arguments);
        Supplier<Object> named = COMMANDS.get(first);
        if (named != null && !first.equals(HELP) && !first.equals(COMPLETION)) {
            return withCommands(line, Map.of(first, named));
        }
        return withCommands(line, first.isEmpty() && line.isVersionHelpRequested() ? Map.of() : COMMANDS);
    }

    private static CommandLine withCommands(CommandLine line, Map<String, Supplier<Object>> commands) {
        commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        return Parsing.applyTo(line);
    }

    /** The first argument that is neither a global option nor the value of one; empty if there is none. */
    private static String firstWord(CommandLine line, String... arguments) {
        if (arguments.length == 0 || !arguments[0].startsWith("-")) {
            return arguments.length == 0 ? "" : arguments[0];
        }
        line.setStopAtUnmatched(true);
        try {
            List<String> rest = line.parseArgs(arguments).unmatched();
            return rest.isEmpty() ? "" : rest.get(0);
        } catch (ParameterException wrong) {
            return "";
        } finally {
            line.setStopAtUnmatched(false);
        }
    }
}
