package io.qmaster.cli.command;

import io.qmaster.cli.output.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what makes shells complete our commands and options. */
@Command(
        name = "completion",
        description = "Prints a completion script for bash and zsh.",
        footer = {"", "Put this into ~/.bashrc or ~/.zshrc:", "  source <(qmaster completion)"})
final class CompletionCommand implements Task {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public ExitCode run(Invocation invocation) {
        invocation.console().answerText(AutoComplete.bash("qmaster", spec.root().commandLine()));
        return ExitCode.DONE;
    }
}
