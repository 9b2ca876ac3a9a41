package io.qmaster.cli.manual;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The possible values of an option or an argument.
 *
 * @param kind the source of the values
 * @param words all of them, if they are {@link Kind#WORDS}
 */
record Values(Kind kind, List<String> words) {
    /** The sources of values. */
    enum Kind {
        /** Any text. */
        FREE,
        /** One of a few fixed words. */
        WORDS,
        FILES,
        FOLDERS,
        /** The names of settings, and files. */
        SETTINGS,
        CLUSTERS,
        /** The ids of batches. */
        BATCHES;

        /** The kind as scripts write it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Values FREE = new Values(Kind.FREE, List.of());

    /** By the name of the option or the label of the argument, where the type of the value does not say it. */
    private static final Map<String, Values> NAMED = Map.ofEntries(
            Map.entry("--setting", new Values(Kind.SETTINGS, List.of())),
            Map.entry("NAME|FILE", new Values(Kind.SETTINGS, List.of())),
            Map.entry("--cluster", new Values(Kind.CLUSTERS, List.of())),
            Map.entry("ID", new Values(Kind.BATCHES, List.of())),
            Map.entry("ID|FILE", new Values(Kind.BATCHES, List.of())),
            Map.entry("SOURCE", new Values(Kind.FILES, List.of())),
            Map.entry("FILE", new Values(Kind.FILES, List.of())),
            Map.entry("FILE|-", new Values(Kind.FILES, List.of())),
            Map.entry("FILE|NAME", new Values(Kind.FILES, List.of())),
            Map.entry("SCENARIO", new Values(Kind.FILES, List.of())),
            Map.entry("DIR", new Values(Kind.FOLDERS, List.of())),
            Map.entry("--request-id", FREE),
            Map.entry("--codec", words("h264", "hevc", "prores")),
            Map.entry("SHELL", words("bash", "zsh", "fish")),
            Map.entry("--generation", words("auto", "final-cut-studio", "compressor-4", "compressor-5")));

    Values {
        words = List.copyOf(words);
    }

    private static Values words(String... words) {
        return new Values(Kind.WORDS, List.of(words));
    }

    /** The possible values of an option or argument; {@link Kind#FREE} if they are not known. */
    static Values of(ArgSpec argument) {
        String name = argument instanceof OptionSpec option ? option.longestName() : "";
        if (NAMED.containsKey(name)) {
            return NAMED.get(name);
        }
        Class<?> type = argument.auxiliaryTypes()[0];
        if (type.isEnum()) {
            return new Values(
                    Kind.WORDS,
                    Arrays.stream(type.getEnumConstants())
                            .map(choice -> ((Enum<?>) choice).name())
                            .map(choice -> choice.toLowerCase(Locale.ROOT).replace('_', '-'))
                            .toList());
        }
        Values labelled = NAMED.get(argument.paramLabel());
        if (labelled != null) {
            return labelled;
        }
        return type.equals(Path.class) ? new Values(Kind.FILES, List.of()) : FREE;
    }
}
