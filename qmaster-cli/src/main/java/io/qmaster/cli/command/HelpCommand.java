package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.SimilarNames;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the help of the program or of a command. */
@Command(name = "help", description = "Prints the help of a command, as COMMAND --help does.")
public final class HelpCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The command, such as submit or settings show. Default: the program itself.")
    private List<String> names = new ArrayList<>();

    /**
     * The command whose help was requested.
     *
     * @throws CommandFailure if there is no such command
     */
    public CommandLine explained() {
        CommandLine command = spec.root().commandLine();
        for (String name : names) {
            CommandLine inner = command.getSubcommands().get(name);
            if (inner == null) {
                throw unknown(command, name);
            }
            command = inner;
        }
        return command;
    }

    private CommandFailure unknown(CommandLine command, String name) {
        String path = command.getCommandSpec().qualifiedName(" ").replaceFirst("^qmaster", "qmaster help");
        String meant = SimilarNames.nearest(name, command.getSubcommands().keySet())
                .map(similar -> "did you mean `" + path + " " + similar + "`? ")
                .orElse("");
        return CommandFailure.usage(
                "there is no command \"" + String.join(" ", names) + "\"", meant + "see `" + path + "`");
    }
}
