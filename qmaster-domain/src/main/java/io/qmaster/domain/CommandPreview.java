package io.qmaster.domain;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The command that a submission would run: the program and its arguments, with secrets masked. For library consumers
 * and authors of backends. Immutable and thread-safe.
 *
 * @param arguments the program, then its arguments
 */
public record CommandPreview(List<String> arguments) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    /** Characters that a terminal does not show: control and format characters, line separators, ignored characters. */
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\x{34F}\\x{115F}\\x{1160}"
                    + "\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{E0000}-\\x{E0FFF}]");

    /** Copies the arguments. */
    public CommandPreview {
        arguments = List.copyOf(arguments);
    }

    /**
     * One line that a shell would split into exactly these arguments. For display; this library never uses a shell. An
     * argument with characters that a terminal does not show is written as <code>$'...'</code>, with those characters
     * as octal escapes of their UTF-8 bytes; bash, zsh, ksh and POSIX 2024 read that.
     */
    @Override
    public String toString() {
        return arguments.stream().map(CommandPreview::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        if (PLAIN.matcher(argument).matches()) {
            return argument;
        }
        Matcher unseen = UNSEEN.matcher(argument);
        return unseen.find() ? "$'" + escaped(argument) + "'" : "'" + argument.replace("'", "'\\''") + "'";
    }

    private static String escaped(String argument) {
        String quoted = argument.replace("\\", "\\\\").replace("'", "\\'");
        return UNSEEN.matcher(quoted).replaceAll(found -> Matcher.quoteReplacement(octal(found.group())));
    }

    private static String octal(String character) {
        StringBuilder bytes = new StringBuilder();
        for (byte each : character.getBytes(StandardCharsets.UTF_8)) {
            bytes.append("\\%03o".formatted(each & 0xff));
        }
        return bytes.toString();
    }
}
