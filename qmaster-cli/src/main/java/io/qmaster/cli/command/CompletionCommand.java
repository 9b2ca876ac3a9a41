package io.qmaster.cli.command;

import io.qmaster.cli.manual.BashCompletion;
import io.qmaster.cli.manual.FishCompletion;
import io.qmaster.cli.manual.ZshCompletion;
import io.qmaster.cli.output.ExitCode;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints scripts with which shells complete commands, options and values. */
@Command(
        name = "completion",
        description = "Prints a completion script for bash, zsh or fish.",
        footer = {
            "",
            "Put one of these into ~/.bashrc, ~/.zshrc or ~/.config/fish/config.fish, or install the scripts of the",
            "folder share of the distribution:",
            "  source <(qmaster completion bash)",
            "  source <(qmaster completion zsh)",
            "  qmaster completion fish | source"
        })
final class CompletionCommand implements Task {
    private enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            description = "bash, zsh or fish. Default: one script for both bash and zsh.")
    private Optional<Shell> shell = Optional.empty();

    /** The scripts use this option. */
    @Option(names = "--values", paramLabel = "KIND", hidden = true)
    private Optional<KnownValues.Kind> values = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        if (values.isPresent()) {
            new KnownValues(invocation).print(values.get());
        } else {
            invocation.console().answerText(script(spec.root().commandLine()));
        }
        return ExitCode.DONE;
    }

    private String script(CommandLine program) {
        return shell.map(wanted -> switch (wanted) {
                    case BASH -> BashCompletion.of(program);
                    case ZSH -> ZshCompletion.of(program);
                    case FISH -> FishCompletion.of(program);
                })
                .orElseGet(() -> ofBoth(program));
    }

    /** Keeps each shell from parsing the script of the other. */
    private static String ofBoth(CommandLine program) {
        return """
                IFS= read -r -d '' _qmaster_zsh <<'END_OF_QMASTER' || :
                %sEND_OF_QMASTER
                IFS= read -r -d '' _qmaster_bash <<'END_OF_QMASTER' || :
                %sEND_OF_QMASTER
                if [ -n "${ZSH_VERSION:-}" ]; then eval "$_qmaster_zsh"; else eval "$_qmaster_bash"; fi
                unset _qmaster_zsh _qmaster_bash
                """.formatted(ZshCompletion.of(program), BashCompletion.of(program));
    }
}
