package io.qmaster.cli.manual;

import java.util.stream.Collectors;
import picocli.CommandLine;

/** The completion script for fish. */
public final class FishCompletion {
    private static final String BEGIN = """
            # Completion of qmaster for fish, generated from its commands. Source it, or copy it to
            # ~/.config/fish/completions/qmaster.fish.

            set -g __qmaster_with_value %s
            set -g __qmaster_asks_with %s

            # Whether the command line is at a command: __qmaster_at 'settings show'
            function __qmaster_at --argument-names wanted
                set -l path
                set -l skips 0
                for word in (commandline -opc)[2..-1]
                    if test $skips = 1
                        set skips 0
                    else if contains -- $word $__qmaster_with_value
                        set skips 1
                    else if contains -- (string join ' ' -- $path $word) %s
                        set -a path $word
                    end
                end
                test "$path" = "$wanted"
            end

            # The names of settings or clusters or the ids of batches, as the program knows them.
            function __qmaster_ask --argument-names kind
                set -l words (commandline -opc)
                set -l globals
                for at in (seq 2 (count $words))
                    if test $at -lt (count $words); and contains -- $words[$at] $__qmaster_asks_with
                        set -a globals $words[$at] $words[(math $at + 1)]
                    end
                end
                $words[1] $globals completion --values $kind 2>/dev/null
            end

            complete -c qmaster -f
            """;

    private FishCompletion() {}

    /** The script for a program with all its commands. */
    public static String of(CommandLine program) {
        Syntax syntax = Syntax.of(program);
        StringBuilder script = new StringBuilder(BEGIN.formatted(
                String.join(" ", syntax.optionsWithValue()),
                String.join(" ", BashCompletion.asksWith(syntax)),
                syntax.all()
                        .map(Syntax::path)
                        .filter(path -> !path.isEmpty())
                        .map(FishCompletion::quoted)
                        .collect(Collectors.joining(" "))));
        syntax.all().forEach(command -> complete(script, command));
        return script.toString();
    }

    private static void complete(StringBuilder script, Syntax command) {
        String at = "complete -c qmaster -n " + quoted("__qmaster_at " + quoted(command.path()));
        for (Syntax inner : command.commands()) {
            script.append(at + " -a " + inner.name() + " -d " + quoted(inner.summary()) + "\n");
        }
        command.arguments()
                .map(FishCompletion::choices)
                .filter(choices -> !choices.isEmpty())
                .ifPresent(choices -> script.append(at + choices.replaceFirst("^ -x", "") + "\n"));
        for (Syntax.Option option : command.options()) {
            script.append((command.path().isEmpty() ? "complete -c qmaster" : at) + " -l "
                    + option.name().substring(2)
                    + option.values()
                            .map(values -> choices(values).isEmpty() ? " -x" : choices(values))
                            .orElse("")
                    + " -d " + quoted(option.summary()) + "\n");
        }
    }

    /** How fish completes values; empty if they can be anything. */
    private static String choices(Values values) {
        return switch (values.kind()) {
            case FREE -> "";
            case WORDS -> " -x -a " + quoted(String.join(" ", values.words()));
            case FILES -> " -r -F";
            case FOLDERS -> " -x -a '(__fish_complete_directories)'";
            case SETTINGS -> " -r -F -a '(__qmaster_ask settings)'";
            case CLUSTERS, BATCHES -> " -x -a '(__qmaster_ask " + values.kind().word() + ")'";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
