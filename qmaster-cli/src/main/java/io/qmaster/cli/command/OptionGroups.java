package io.qmaster.cli.command;

import io.qmaster.cli.config.NotifyOptions;
import io.qmaster.cli.config.SubmissionOptions;
import io.qmaster.cli.config.WatchOptions;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;

/** Groups the options of a command that has many under headings, first those that most calls need. */
final class OptionGroups {
    /** A command with fewer options has no headings. */
    private static final int MANY = 24;

    private static final String FURTHER = "Further options";

    private static final Set<String> FIRST = Set.of(
            "--setting",
            "--destination",
            "--destination-dir",
            "--beside",
            "--recursive",
            "--from",
            "--batch-name",
            "--overwrite",
            "--wait",
            "--dry-run");

    /** The headings, by the class that declares the options. */
    private static final Map<Class<?>, String> HEADINGS = Map.ofEntries(
            Map.entry(JobArguments.class, "Jobs"),
            Map.entry(SourceOptions.class, "Jobs"),
            Map.entry(BatchOptions.class, "The batch and its outputs"),
            Map.entry(FeedOptions.class, "Many sources"),
            Map.entry(SubmissionOptions.class, "Submitting"),
            Map.entry(NotifyOptions.class, "Notifying"),
            Map.entry(NotifyOptions.Secret.class, "Notifying"),
            Map.entry(WaitingOptions.class, "Waiting"),
            Map.entry(WatchOptions.Stall.class, "Waiting"),
            Map.entry(WatchOptions.class, "Watching"));

    private OptionGroups() {}

    /** The lines of the options. */
    static String of(Help help, List<OptionSpec> options) {
        if (options.size() < MANY) {
            return help.optionListExcludingGroups(options);
        }
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        groups.put("", new ArrayList<>());
        options.forEach(option -> groups.computeIfAbsent(heading(option), any -> new ArrayList<>())
                .add(option));
        StringBuilder lines = new StringBuilder();
        groups.forEach((heading, group) -> lines.append(heading.isEmpty() ? "" : "\n" + heading + ":\n")
                .append(help.optionListExcludingGroups(group)));
        return lines.toString();
    }

    private static String heading(OptionSpec option) {
        if (FIRST.contains(option.longestName())) {
            return "";
        }
        return option.userObject() instanceof Field field
                ? HEADINGS.getOrDefault(field.getDeclaringClass(), FURTHER)
                : FURTHER;
    }
}
