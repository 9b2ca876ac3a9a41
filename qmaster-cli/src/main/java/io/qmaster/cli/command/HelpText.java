package io.qmaster.cli.command;

import io.qmaster.cli.output.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks: global options only where they are at home, exit codes at the end. */
public final class HelpText {
    private static final int WIDTH = 110;

    private HelpText() {}

    /** The same command, whose help looks so from now on. It is done only where help is asked for, since it takes time. */
    public static CommandLine of(CommandLine command) {
        command.setUsageHelpWidth(WIDTH);
        if (command.getParent() == null) {
            command.getCommandSpec().usageMessage().sortOptions(false).footer(footer());
        } else {
            applyToCommand(command);
        }
        return command;
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
        footer.add("  qmaster --backend simulator submit clip.mov --setting my.setting --destination-dir out --wait");
        footer.add("  qmaster status 5C1E4F0A-7D0B-4E27-9C8F-2B1D7C0E9A31 --json");
        return footer.toArray(String[]::new);
    }
}
