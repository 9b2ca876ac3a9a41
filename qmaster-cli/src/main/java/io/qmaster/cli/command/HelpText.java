package io.qmaster.cli.command;

import io.qmaster.cli.manual.Sentence;
import io.qmaster.cli.output.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Lays out help: first what a beginner needs, global options only in the help of the program, exit codes at the end,
 * and paragraphs as wide as the terminal.
 */
public final class HelpText {
    /** The width of a manual page, used when that of the terminal is unknown. */
    private static final int USUAL_WIDTH = 80;

    /** The smallest width that picocli can lay out. */
    private static final int LEAST_WIDTH = 55;

    /** Longer lines are hard to read. */
    private static final int MOST_WIDTH = 110;

    private static final String EXAMPLES = "examples";

    private HelpText() {}

    /**
     * Gives a command this layout. Done only when help is requested, since it takes time.
     *
     * @param width the width of the terminal; empty if there is none
     */
    public static CommandLine of(CommandLine command, Optional<Integer> width) {
        int columns = Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, width.orElse(USUAL_WIDTH)));
        command.setUsageHelpWidth(columns);
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.sortOptions(false);
        List<String> footer = new ArrayList<>(List.of(usage.footer()));
        if (command.getParent() == null) {
            footer.addAll(footer(columns));
        } else {
            usage.abbreviateSynopsis(true);
            usage.sectionMap()
                    .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> OptionGroups.of(help, shownOptions(help)));
            footer.add("");
            footer.add("Every command also takes the options that `qmaster --help` shows.");
        }
        usage.footer(paragraphs(footer));
        arrange(usage, columns);
        return command;
    }

    /** Examples and commands come before options. */
    private static void arrange(UsageMessageSpec usage, int columns) {
        List<String> sections = new ArrayList<>(usage.sectionKeys());
        sections.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
        sections.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
        int at = sections.indexOf(UsageMessageSpec.SECTION_KEY_DESCRIPTION) + 1;
        sections.addAll(
                at,
                List.of(
                        EXAMPLES,
                        UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
                        UsageMessageSpec.SECTION_KEY_COMMAND_LIST));
        usage.sectionKeys(sections);
        usage.commandListHeading("%nCommands:%n");
        usage.parameterListHeading("%nArguments:%n");
        usage.sectionMap()
                .put(
                        UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
                        help -> shownOptions(help).isEmpty() ? "" : "\nOptions:\n");
        usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> commands(help, columns));
        usage.sectionMap().put(EXAMPLES, help -> examples(usage.footer()));
        usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> rest(help, usage.footer()));
    }

    private static String commands(Help help, int columns) {
        int names = help.subcommands().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String indent = " ".repeat(names + 4);
        return help.subcommands().entrySet().stream()
                .map(each -> ("  %-" + names + "s  ").formatted(each.getKey())
                        + wrapped(
                                Sentence.first(each.getValue()
                                        .commandSpec()
                                        .usageMessage()
                                        .description()),
                                columns,
                                indent))
                .collect(Collectors.joining("\n", "", help.subcommands().isEmpty() ? "" : "\n"));
    }

    /** Wraps a text into lines, all but the first of them indented; the first has the given room. */
    private static String wrapped(String text, int columns, String indent) {
        StringBuilder lines = new StringBuilder();
        int room = columns - indent.length() - 1;
        int used = 0;
        for (String word : text.split(" ", -1)) {
            if (used > 0 && used + 1 + word.length() > room) {
                lines.append('\n').append(indent);
                used = 0;
            }
            lines.append(used == 0 ? "" : " ").append(word);
            used += word.length() + (used == 0 ? 0 : 1);
        }
        return lines.toString();
    }

    private static boolean isExamples(String line) {
        return line.matches("Examples?:");
    }

    private static String examples(String... footer) {
        List<String> lines = new ArrayList<>();
        for (String line : footer) {
            if (isExamples(line) || (!lines.isEmpty() && line.startsWith(" "))) {
                lines.add(line + "\n");
            } else if (!lines.isEmpty()) {
                break;
            }
        }
        return lines.isEmpty() ? "" : "\n" + String.join("", lines);
    }

    /** The footer without the examples. */
    private static String rest(Help help, String... footer) {
        List<String> lines = new ArrayList<>();
        boolean isLeftOut = false;
        for (String line : footer) {
            isLeftOut = isExamples(line) || (isLeftOut && line.startsWith(" "));
            boolean isSecondBlank = line.isEmpty()
                    && !lines.isEmpty()
                    && lines.get(lines.size() - 1).isEmpty();
            if (!isLeftOut && !isSecondBlank) {
                lines.add(line);
            }
        }
        int columns = help.commandSpec().usageMessage().width();
        return lines.stream()
                        .map(line -> line.startsWith(" ") ? line : wrapped(line, columns, ""))
                        .collect(Collectors.joining("\n", "", "\n"))
                        .stripTrailing()
                + "\n";
    }

    /** Joins consecutive lines into paragraphs; indented lines are kept. */
    private static String[] paragraphs(List<String> lines) {
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
            // A line that ends with a colon is a heading.
            isOpen = isText && !line.endsWith(":");
        }
        return paragraphs.toArray(String[]::new);
    }

    private static List<OptionSpec> shownOptions(Help help) {
        boolean isProgram = help.commandSpec().parent() == null;
        return help.commandSpec().options().stream()
                .filter(option -> !option.hidden() && (isProgram || !option.inherited()))
                .toList();
    }

    private static List<String> footer(int columns) {
        List<String> footer = new ArrayList<>();
        footer.add("");
        footer.add("Options win over the environment, the environment over the config file. Times read 90s, 10m, 2h,");
        footer.add("1h30m or ISO-8601. See `qmaster COMMAND --help` or `qmaster help COMMAND` for a command.");
        footer.add("");
        footer.add("Exit codes:");
        for (ExitCode code : ExitCode.values()) {
            String meaning = wrapped(code.meaning(), columns, " ".repeat("  124  ".length()));
            footer.addAll("%5d  %s".formatted(code.number(), meaning).lines().toList());
        }
        footer.add("");
        footer.add("Examples:");
        footer.add("  qmaster doctor");
        footer.add("  qmaster settings");
        footer.add("  qmaster submit clip.mov --setting \"HD 720p\" --destination-dir out --wait");
        footer.add("  qmaster --backend simulator submit clip.mov --setting my.setting \\");
        footer.add("      --destination-dir out --wait");
        footer.add("  qmaster watch");
        return footer;
    }
}
