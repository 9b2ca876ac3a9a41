package io.qmaster.domain;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a submission would run: the program and its arguments, secrets masked.
 *
 * @param arguments the program first
 */
public record CommandPreview(List<String> arguments) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    /** Copies the arguments. */
    public CommandPreview {
        arguments = List.copyOf(arguments);
    }

    /** One line that a POSIX shell would take apart into exactly these arguments. For people; we never use a shell. */
    @Override
    public String toString() {
        return arguments.stream().map(CommandPreview::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        return PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
