package io.qmaster.simulator.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arguments parsed into flags and their values, in order. */
record CommandLine(List<Option> options) {
    /** A flag and the values that follow it. */
    record Option(String flag, List<String> values) {
        /** The first value; empty if there is none. */
        String value() {
            return values.isEmpty() ? "" : values.get(0);
        }
    }

    /** @throws Complaint if a word is not a flag, or a flag has no value */
    static CommandLine of(List<String> arguments, Flags flags) throws Complaint {
        List<Option> options = new ArrayList<>();
        for (int at = 0; at < arguments.size(); at++) {
            String flag = arguments.get(at);
            Flags.Arity arity = flags.arityOf(flag).orElseThrow(() -> Complaint.unknownFlag(flag));
            int end = at + 1;
            while (end < arguments.size()
                    && end - at <= arity.most()
                    && flags.arityOf(arguments.get(end)).isEmpty()) {
                end++;
            }
            if (end - at <= arity.least()) {
                throw Complaint.parameter("no value for " + flag);
            }
            options.add(new Option(flag, List.copyOf(arguments.subList(at + 1, end))));
            at = end - 1;
        }
        return new CommandLine(List.copyOf(options));
    }

    boolean has(String flag) {
        return options.stream().anyMatch(option -> option.flag().equals(flag));
    }

    /** The value of a flag; the last if it is repeated. */
    Optional<String> value(String flag) {
        return options.stream()
                .filter(option -> option.flag().equals(flag))
                .map(Option::value)
                .reduce((first, last) -> last);
    }

    /** An integer number of seconds. */
    Optional<Integer> seconds(String flag) throws Complaint {
        return number(flag, "\\d{1,9}", "seconds");
    }

    /** A number from 1 to 999. */
    Optional<Integer> number(String flag) throws Complaint {
        return number(flag, "[1-9]\\d{0,2}", "a number from 1 to 999");
    }

    private Optional<Integer> number(String flag, String form, String what) throws Complaint {
        Optional<String> text = value(flag);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().matches(form)) {
            throw Complaint.parameter(flag + " takes " + what + ", not " + text.get());
        }
        return Optional.of(Integer.valueOf(text.get()));
    }

    /** The option directly after a flag. */
    Optional<Option> following(String flag) {
        for (int at = 0; at + 1 < options.size(); at++) {
            if (options.get(at).flag().equals(flag)) {
                return Optional.of(options.get(at + 1));
            }
        }
        return Optional.empty();
    }
}
