package io.qmaster.cli.command;

import io.qmaster.cli.output.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks: global options only where they are at home, exit codes at the end, paragraphs as wide as the terminal. */
public final class HelpText {
    /** As wide as a page of a manual where the terminal does not say otherwise. */
    private static final int USUAL_WIDTH = 80;

    /** What picocli can lay out. */
    private static final int LEAST_WIDTH = 55;

    /** Longer lines are hard to read. */
    private static final int MOST_WIDTH = 110;

    private HelpText() {}

    /**
     * The same command, whose help looks so from now on. It is done only where help is asked for, since it takes time.
     *
     * @param width of the terminal, if it is one
     */
    public static CommandLine of(CommandLine command, Optional<Integer> width) {
        command.setUsageHelpWidth(Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, width.orElse(USUAL_WIDTH))));
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        if (command.getParent() == null) {
            usage.sortOptions(false).footer(footer());
        } else {
            applyToCommand(command);
        }
        usage.footer(paragraphs(usage.footer()));
        return command;
    }

    /** Lines that follow each other are one paragraph, which picocli breaks; those that are indented stay as they are. */
    private static String[] paragraphs(String... lines) {
        List<String> paragraphs = new ArrayList<>();
        boolean isOpen = false;
        for (String line : lines) {
            boolean isText = !line.isEmpty() && !line.startsWith(" ");
            if (isText && isOpen) {
                int last = paragraphs.size() - 1;
                paragraphs.set(last, paragraphs.get(last) + " " + line);
            } else {
                paragraphs.add(line);
            }
            // What ends in a colon is a heading.
            isOpen = isText && !line.endsWith(":");
        }
        return paragraphs.toArray(String[]::new);
    }

    private static void applyToCommand(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.abbreviateSynopsis(true);
        usage.sortOptions(false);
        usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpText::ownOptions);
        List<String> footer = new ArrayList<>(List.of(usage.footer()));
        footer.add("");
        footer.add("Every command also takes the options that `qmaster --help` shows.");
        usage.footer(footer.toArray(String[]::new));
    }

    private static String ownOptions(Help help) {
        List<OptionSpec> own = help.commandSpec().options().stream()
                .filter(option -> !option.inherited())
                .toList();
        return help.optionListExcludingGroups(own);
    }

    private static String[] footer() {
        List<String> footer = new ArrayList<>();
        footer.add("");
        footer.add("Options win over the environment, the environment over the config file. Times read 90s, 10m, 2h,");
        footer.add("1h30m or ISO-8601. See `qmaster COMMAND --help` for a command.");
        footer.add("");
        footer.add("Exit codes:");
        for (ExitCode code : ExitCode.values()) {
            footer.add("%5d  %s".formatted(code.number(), code.meaning()));
        }
        footer.add("");
        footer.add("Examples:");
        footer.add("  qmaster submit clip.mov --setting \"HD 720p\" --destination-dir out --wait");
        footer.add("  qmaster --backend simulator submit clip.mov --setting my.setting \\");
        footer.add("      --destination-dir out --wait");
        footer.add("  qmaster status 5C1E4F0A-7D0B-4E27-9C8F-2B1D7C0E9A31 --json");
        return footer.toArray(String[]::new);
    }
}
