package io.qmaster.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program itself: its global options, and all commands. */
@Command(
        name = "qmaster",
        customSynopsis = "qmaster [options] COMMAND [arguments]",
        description = "Submits transcode batches to Apple Qmaster, watches them, and accounts for every one.")
public final class QmasterCommand {
    private QmasterCommand() {}

    /** The command line of the program; what is said of it goes into the options. */
    public static CommandLine commandLine(GlobalOptions options) {
        CommandLine line = new CommandLine(new QmasterCommand());
        line.addMixin("options", options);
        line.addSubcommand(new SubmitCommand());
        line.addSubcommand(new StatusCommand());
        line.addSubcommand(new WaitCommand());
        line.addSubcommand(new ListCommand());
        line.addSubcommand(new CancelCommand());
        line.addSubcommand(new PauseCommand());
        line.addSubcommand(new ResumeCommand());
        line.addSubcommand(new RecoverCommand());
        line.addSubcommand(new AgentCommand());
        line.addSubcommand(new RetryCommand());
        line.addSubcommand(new ShowCommand());
        line.addSubcommand(new LogsCommand());
        line.addSubcommand(new SettingsCommand());
        line.addSubcommand(new DoctorCommand());
        line.addSubcommand(new ConfigCommand());
        line.addSubcommand(new SimulatorCommand());
        line.addSubcommand(new CompletionCommand());
        line.addSubcommand(new HelpCommand());
        HelpText.applyTo(line);
        return Parsing.applyTo(line);
    }
}
