package io.qmaster.cli.manual;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The completion script for bash, from version 3.2, the version of macOS, on. */
public final class BashCompletion {
    private static final String BEGIN = """
            # Completion of qmaster for bash, generated from its commands. Source it, or copy it to
            # ~/.local/share/bash-completion/completions/qmaster.

            # What can be the value of an option of a command: _qmaster_option COMMAND OPTION
            _qmaster_option() {
                case "$1:$2" in
            """;

    private static final String END = """
            # The names of settings or clusters or the ids of batches, each on a line, as the program knows them.
            _qmaster_ask() {
                "${COMP_WORDS[0]}" ${_qmaster_global[@]+"${_qmaster_global[@]}"} completion --values "$1" 2>/dev/null |
                    cut -f 1
            }

            # Completes a value of a kind: _qmaster_value KIND BEGINNING
            _qmaster_value() {
                local value plain
                plain=${2#[\\"\\']}
                plain=${plain//\\\\/}
                case $1 in
                words*)
                    COMPREPLY=($(compgen -W "${1#words }" -- "$2"))
                    ;;
                settings | clusters | batches)
                    compopt -o filenames 2>/dev/null
                    while IFS= read -r value; do
                        case $value in
                        "$plain"*)
                            type compopt >/dev/null 2>&1 || value=$(printf '%q' "$value")
                            COMPREPLY+=("$value")
                            ;;
                        esac
                    done < <(_qmaster_ask "$1")
                    [ "$1" = settings ] || compopt +o default 2>/dev/null
                    ;;
                folders)
                    compopt -o dirnames +o default 2>/dev/null
                    ;;
                free)
                    compopt +o default 2>/dev/null
                    ;;
                esac
            }

            _qmaster() {
                local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]} path='' word kind at=1
                local -a _qmaster_global
                COMPREPLY=()
                # "--option=value" is three words.
                if [ "$current" = = ]; then
                    current=''
                elif [ "$option" = = ]; then
                    option=${COMP_WORDS[COMP_CWORD-2]}
                fi
                while [ "$at" -lt "$COMP_CWORD" ]; do
                    word=${COMP_WORDS[at]}
                    case $word in
                    -*)
                        if [ -n "$(_qmaster_option "$path" "$word")" ]; then
                            at=$((at + 1))
                            if [ "${COMP_WORDS[at]}" = = ]; then at=$((at + 1)); fi
                            case " $_qmaster_asks_with " in
                            *" $word "*)
                                # A value that would run a command is left out: Tab must not run it.
                                case ${COMP_WORDS[at]} in
                                *[\\$\\`\\(\\)\\<\\>\\;\\&\\|]*) ;;
                                *)
                                    if [ "$at" -lt "$COMP_CWORD" ]; then
                                        eval "value=${COMP_WORDS[at]}" 2>/dev/null && _qmaster_global+=("$word" "$value")
                                    fi
                                    ;;
                                esac
                                ;;
                            esac
                        fi
                        ;;
                    *)
                        case " $(_qmaster_commands "$path") " in
                        *" $word "*) path=${path:+$path }$word ;;
                        esac
                        ;;
                    esac
                    at=$((at + 1))
                done
                case $option in
                -*) kind=$(_qmaster_option "$path" "$option") ;;
                esac
                if [ -n "$kind" ]; then
                    _qmaster_value "$kind" "$current"
                    return
                fi
                case $current in
                -*)
                    COMPREPLY=($(compgen -W "$(_qmaster_options "$path") $(_qmaster_options '')" -- "$current"))
                    return
                    ;;
                esac
                COMPREPLY=($(compgen -W "$(_qmaster_commands "$path")" -- "$current"))
                [ ${#COMPREPLY[@]} -gt 0 ] || _qmaster_value "$(_qmaster_arguments "$path")" "$current"
            }

            complete -o bashdefault -o default -F _qmaster qmaster
            """;

    private BashCompletion() {}

    /** The script for a program with all its commands. */
    public static String of(CommandLine program) {
        Syntax syntax = Syntax.of(program);
        StringBuilder script = new StringBuilder(BEGIN);
        syntax.valuesByOption()
                .forEach(each -> script.append(
                        "    %s) echo '%s' ;;\n".formatted(pattern(each.getKey()), kind(each.getValue()))));
        script.append("    esac\n}\n\n");
        byPath(
                script,
                "_qmaster_options",
                syntax,
                command -> command.options().stream().map(Syntax.Option::name).collect(Collectors.joining(" ")));
        byPath(
                script,
                "_qmaster_commands",
                syntax,
                command -> command.commands().stream().map(Syntax::name).collect(Collectors.joining(" ")));
        byPath(
                script,
                "_qmaster_arguments",
                syntax,
                command -> command.arguments().map(BashCompletion::kind).orElse("free"));
        script.append("# The options that are passed on when values are requested.\n_qmaster_asks_with='")
                .append(String.join(" ", asksWith(syntax)))
                .append("'\n\n");
        return script.append(END).toString();
    }

    /** The program's options on which the known settings, clusters and batches depend. */
    static List<String> asksWith(Syntax program) {
        return program.options().stream()
                .filter(option -> option.values().isPresent())
                .map(Syntax.Option::name)
                .filter(name -> !name.startsWith("--log"))
                .toList();
    }

    private static String pattern(String key) {
        // Options of every command have no path.
        return key.startsWith(":") ? "*" + key : "'" + key + "'";
    }

    private static String kind(Values values) {
        return values.kind() == Values.Kind.WORDS
                ? "words " + String.join(" ", values.words())
                : values.kind().word();
    }

    private static void byPath(
            StringBuilder script, String name, Syntax syntax, java.util.function.Function<Syntax, String> value) {
        script.append(name).append("() {\n    case \"$1\" in\n");
        syntax.all()
                .filter(command -> !value.apply(command).isEmpty())
                .forEach(command ->
                        script.append("    '%s') echo '%s' ;;\n".formatted(command.path(), value.apply(command))));
        script.append("    esac\n}\n\n");
    }
}
