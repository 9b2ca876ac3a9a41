package io.qmaster.cli.manual;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The completion script for zsh. */
public final class ZshCompletion {
    private static final String BEGIN = """
            #compdef qmaster
            # Completion of qmaster for zsh, generated from its commands. Source it after compinit, or copy it as _qmaster
            # to a directory of $fpath.

            # The names of settings or clusters or the ids of batches, as the program knows them.
            _qmaster_ask() {
              local line
              local -a found
              for line in ${(f)"$($_qmaster_program $_qmaster_global completion --values $1 2>/dev/null)"}; do
                found+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
              done
              _describe -t $1 $1 found
            }

            _qmaster_settings() {
              _alternative 'settings:setting: _qmaster_ask settings' 'files:file:_files'
            }

            """;

    private static final String END = """
            _qmaster() {
              local _qmaster_program=$words[1] at
              local -a _qmaster_global
              for (( at = 2; at < CURRENT - 1; at++ )); do
                if (( ${_qmaster_asks_with[(Ie)$words[at]]} )); then
                  _qmaster_global+=($words[at] "${(Q)words[at+1]}")
                fi
              done
              _qmaster_of_
            }

            if [[ $funcstack[1] = _qmaster ]]; then
              _qmaster "$@"
            elif (( $+functions[compdef] )); then
              compdef _qmaster qmaster
            fi
            """;

    private ZshCompletion() {}

    /** The script for a program with all its commands. */
    public static String of(CommandLine program) {
        Syntax syntax = Syntax.of(program);
        StringBuilder script = new StringBuilder(BEGIN);
        script.append("typeset -ga _qmaster_asks_with=(")
                .append(String.join(" ", BashCompletion.asksWith(syntax)))
                .append(")\ntypeset -ga _qmaster_options=(\n");
        syntax.options()
                .forEach(option ->
                        script.append("  ").append(quoted(option(option))).append('\n'));
        script.append(")\n\n");
        syntax.all().forEach(command -> function(script, command));
        return script.append(END).toString();
    }

    private static void function(StringBuilder script, Syntax command) {
        script.append(functionOf(command)).append("() {\n");
        if (!command.commands().isEmpty()) {
            script.append("  local curcontext=$curcontext context state line\n  typeset -A opt_args\n");
        }
        script.append("  _arguments ")
                .append(command.commands().isEmpty() ? "" : "-C ")
                .append("$_qmaster_options");
        if (!command.path().isEmpty()) {
            command.options().forEach(option -> script.append(" \\\n    ").append(quoted(option(option))));
        }
        if (command.commands().isEmpty()) {
            command.arguments()
                    .ifPresent(values -> script.append(" \\\n    ").append(quoted("*:argument:" + action(values))));
            script.append("\n}\n\n");
            return;
        }
        List<String> described = command.commands().stream()
                .map(inner -> inner.name() + "\\:\""
                        + inner.summary().replace("\"", "").replace("`", "") + "\"")
                .toList();
        script.append(" \\\n    ")
                .append(quoted("1:command:((" + String.join(" ", described) + "))"))
                .append(" \\\n    '*::argument:->argument'\n");
        script.append("  [[ $state = argument ]] || return\n  case $words[1] in\n");
        command.commands().forEach(inner -> script.append("  %s) %s ;;\n".formatted(inner.name(), functionOf(inner))));
        script.append("  esac\n}\n\n");
    }

    private static String functionOf(Syntax command) {
        return "_qmaster_of_" + command.path().replace(' ', '_');
    }

    private static String option(Syntax.Option option) {
        String described = "[" + option.summary().replaceAll("([\\[\\]:\\\\])", "\\\\$1") + "]";
        Optional<String> value = option.values()
                .map(values -> "=" + described + ":" + option.label().replace(":", "\\:") + ":" + action(values));
        return (option.isRepeatable() ? "*" : "") + option.name() + value.orElse(described);
    }

    private static String action(Values values) {
        return switch (values.kind()) {
            case FREE -> "";
            case WORDS -> values.words().stream().collect(Collectors.joining(" ", "(", ")"));
            case FILES -> "_files";
            case FOLDERS -> "_files -/";
            case SETTINGS -> "_qmaster_settings";
            case CLUSTERS, BATCHES -> " _qmaster_ask " + values.kind().word();
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
