package io.qmaster.compressor;

import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program, its exact arguments, and which of them are secret.
 *
 * @param arguments its arguments, secrets included: never print this list
 */
record Command(Path program, List<String> arguments, List<Hidden> hidden) {
    Command {
        arguments = List.copyOf(arguments);
        hidden = List.copyOf(hidden);
    }

    /** A secret text, and what is shown instead. */
    record Hidden(Secret secret, String shown) {
        String maskIn(String text) {
            return secret.maskIn(text, shown);
        }
    }

    /** A program without arguments. */
    static Command of(Path program) {
        return new Command(program, List.of(), List.of());
    }

    /** A copy with more arguments at the end. */
    Command with(String... more) {
        return with(List.of(more));
    }

    /** A copy with more arguments at the end. */
    Command with(List<String> more) {
        List<String> longer = new ArrayList<>(arguments);
        longer.addAll(more);
        return new Command(program, longer, hidden);
    }

    /** A copy with a flag and a secret value at the end. */
    Command withHidden(String flag, Secret value, String shown) {
        List<Hidden> more = new ArrayList<>(hidden);
        more.add(new Hidden(value, shown));
        return new Command(program, with(flag, value.reveal()).arguments, more);
    }

    /** A copy that also masks a text wherever the program prints it. */
    Command hiding(Secret text, String shown) {
        List<Hidden> more = new ArrayList<>(hidden);
        more.add(new Hidden(text, shown));
        return new Command(program, arguments, more);
    }

    /** The program and its arguments, secrets masked. */
    CommandPreview preview() {
        List<String> shown = new ArrayList<>();
        shown.add(program.toString());
        arguments.forEach(argument -> shown.add(shown(argument)));
        return new CommandPreview(shown);
    }

    /** Masks every secret of this command in a text that the program wrote. */
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
