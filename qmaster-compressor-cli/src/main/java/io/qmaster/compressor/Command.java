package io.qmaster.compressor;

import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program and its arguments, each exactly as the program is to get it, and which of them must not be seen.
 *
 * @param program the executable
 * @param arguments what stands behind it, secrets included: never print this list
 * @param hidden the arguments that must not be seen
 */
record Command(Path program, List<String> arguments, List<Hidden> hidden) {
    Command {
        arguments = List.copyOf(arguments);
        hidden = List.copyOf(hidden);
    }

    /**
     * A text that must not be seen.
     *
     * @param secret the text
     * @param shown what is shown instead
     */
    record Hidden(Secret secret, String shown) {
        String maskIn(String text) {
            return secret.maskIn(text, shown);
        }
    }

    /** A program without arguments. */
    static Command of(Path program) {
        return new Command(program, List.of(), List.of());
    }

    /** The same with more arguments behind. */
    Command with(String... more) {
        return with(List.of(more));
    }

    /** The same with more arguments behind. */
    Command with(List<String> more) {
        List<String> longer = new ArrayList<>(arguments);
        longer.addAll(more);
        return new Command(program, longer, hidden);
    }

    /** The same with a flag and a value that must not be seen behind. */
    Command withHidden(String flag, Secret value, String shown) {
        List<Hidden> more = new ArrayList<>(hidden);
        more.add(new Hidden(value, shown));
        return new Command(program, with(flag, value.reveal()).arguments, more);
    }

    /** The same, keeping one more text out of sight wherever the program repeats it. */
    Command hiding(Secret text, String shown) {
        List<Hidden> more = new ArrayList<>(hidden);
        more.add(new Hidden(text, shown));
        return new Command(program, arguments, more);
    }

    /** The program and its arguments for people, secrets masked. */
    CommandPreview preview() {
        List<String> shown = new ArrayList<>();
        shown.add(program.toString());
        arguments.forEach(argument -> shown.add(shown(argument)));
        return new CommandPreview(shown);
    }

    /** A text that the program wrote, with every secret of this command masked. */
    String masked(String text) {
        String masked = text;
        for (Hidden each : hidden) {
            masked = each.maskIn(masked);
        }
        return masked;
    }

    @Override
    public String toString() {
        return preview().toString();
    }

    private String shown(String argument) {
        return hidden.stream()
                .filter(each -> each.secret().reveal().equals(argument))
                .map(Hidden::shown)
                .findFirst()
                .orElse(argument);
    }
}
