package io.qmaster.cli.command;

import io.qmaster.cli.config.GlobalOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("wait", WaitCommand::new);
        COMMANDS.put("list", ListCommand::new);
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
        COMMANDS.put("doctor", DoctorCommand::new);
        COMMANDS.put("config", ConfigCommand::new);
        COMMANDS.put("simulator", SimulatorCommand::new);
        COMMANDS.put(COMPLETION, CompletionCommand::new);
        COMMANDS.put(HELP, HelpCommand::new);
    }

    private QmasterCommand() {}

    /** The command line with every command; what is said of it goes into the options. */
    public static CommandLine commandLine(GlobalOptions options) {
        return commandLine(options, COMMANDS);
    }

    /**
     * The command line for some arguments. Where they begin with a command it has that command alone: building all of them
     * takes longer than the rest of the start.
     */
    public static CommandLine commandLine(GlobalOptions options, String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        Supplier<Object> named = COMMANDS.get(first);
        boolean needsAll = named == null || first.equals(HELP) || first.equals(COMPLETION);
        return commandLine(options, needsAll ? COMMANDS : Map.of(first, named));
    }

    private static CommandLine commandLine(GlobalOptions options, Map<String, Supplier<Object>> commands) {
        CommandLine line = new CommandLine(new QmasterCommand());
        line.addMixin("options", options);
        commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        HelpText.applyTo(line);
        return Parsing.applyTo(line);
    }
}
