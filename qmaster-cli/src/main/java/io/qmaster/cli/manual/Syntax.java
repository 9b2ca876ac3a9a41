package io.qmaster.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The parts of a command that shells complete.
 *
 * @param path the words after the program's name, such as {@code settings show}; empty for the program
 * @param summary what it does, in one sentence
 * @param options its options; for the program, those that every command takes
 * @param arguments the possible values of its arguments; empty if it takes none
 */
record Syntax(String path, String summary, List<Option> options, Optional<Values> arguments, List<Syntax> commands) {
    /**
     * An option.
     *
     * @param name with its dashes
     * @param summary what it does, in one sentence
     * @param label the label of its value; empty if it takes none
     * @param values the possible values; empty if it takes none
     * @param isRepeatable whether it can be given several times
     */
    record Option(String name, String summary, String label, Optional<Values> values, boolean isRepeatable) {
        private static Option of(OptionSpec option) {
            boolean takesValue = option.arity().max() > 0;
            return new Option(
                    option.longestName(),
                    Sentence.first(option.description()),
                    takesValue ? option.paramLabel() : "",
                    takesValue ? Optional.of(Values.of(option)) : Optional.empty(),
                    option.isMultiValue());
        }
    }

    /** The program with all its commands. */
    static Syntax of(CommandLine program) {
        return of(program, "");
    }

    private static Syntax of(CommandLine command, String path) {
        CommandSpec spec = command.getCommandSpec();
        List<Syntax> inner = command.getSubcommands().entrySet().stream()
                .map(each -> of(each.getValue(), (path + " " + each.getKey()).strip()))
                .toList();
        return new Syntax(
                path,
                Sentence.first(spec.usageMessage().description()),
                spec.options().stream()
                        .filter(option -> !option.hidden() && (path.isEmpty() || !option.inherited()))
                        .map(Option::of)
                        .toList(),
                spec.positionalParameters().stream().findFirst().map(argument -> arguments(spec, argument)),
                inner);
    }

    private static Values arguments(CommandSpec spec, ArgSpec argument) {
        return argument.paramLabel().equals("COMMAND")
                ? new Values(
                        Values.Kind.WORDS, List.copyOf(spec.root().subcommands().keySet()))
                : Values.of(argument);
    }

    /** This command and all below it. */
    Stream<Syntax> all() {
        return Stream.concat(Stream.of(this), commands.stream().flatMap(Syntax::all));
    }

    /** The last word of its path. */
    String name() {
        return path.substring(path.lastIndexOf(' ') + 1);
    }

    /** The names of the options that take a value, of all commands. */
    List<String> optionsWithValue() {
        return all().flatMap(command -> command.options().stream())
                .filter(option -> option.values().isPresent())
                .map(Option::name)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * The values of an option by their option and the path of its command; of the program's options the path is empty.
     */
    List<Map.Entry<String, Values>> valuesByOption() {
        List<Map.Entry<String, Values>> found = new ArrayList<>();
        all().forEach(command -> command.options()
                .forEach(option -> option.values()
                        .ifPresent(values -> found.add(Map.entry(command.path() + ":" + option.name(), values)))));
        return found;
    }
}
