package io.qmaster.cli.manual;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command, in the language of {@code man(7)}. */
public final class ManualPage {
    private static final int LONGEST_LINE = 80;

    private final CommandLine command;
    private final StringBuilder page = new StringBuilder();

    private ManualPage(CommandLine command) {
        this.command = command;
    }

    /**
     * Writes the page.
     *
     * @param command the command with the layout of its help, with all of its footer
     * @param version of the program
     * @param date of the version, such as {@code 2026-01-31}
     */
    public static String of(CommandLine command, String version, String date) {
        return new ManualPage(command).written(version, date);
    }

    /** The name of the page, such as {@code qmaster-settings-show}. */
    public static String nameOf(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    private String written(String version, String date) {
        CommandSpec spec = command.getCommandSpec();
        String description = String.join(" ", spec.usageMessage().description());
        page.append(".TH \"%s\" 1 \"%s\" \"qmaster %s\" \"qmaster manual\"\n"
                .formatted(nameOf(command).toUpperCase(Locale.ROOT), date, version));
        heading("NAME");
        String summary = Sentence.first(description);
        filled(nameOf(command) + " - " + summary.substring(0, 1).toLowerCase(Locale.ROOT) + summary.substring(1));
        heading("SYNOPSIS");
        preformatted(new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF))
                .synopsis(0)
                .strip()
                .lines()
                // As wide as "Usage: ", which precedes it in the help.
                .map(line -> line.replaceFirst("^ {7}", ""))
                .toList());
        heading("DESCRIPTION");
        filled(description);
        arguments(spec);
        commands();
        footer(spec.usageMessage().footer());
        seeAlso();
        return page.toString();
    }

    private void arguments(CommandSpec spec) {
        List<OptionSpec> options = spec.options().stream()
                .filter(option -> !option.hidden() && (command.getParent() == null || !option.inherited()))
                .toList();
        if (options.isEmpty() && spec.positionalParameters().isEmpty()) {
            return;
        }
        heading("OPTIONS");
        for (PositionalParamSpec argument : spec.positionalParameters()) {
            tagged("\\fI" + text(argument.paramLabel()) + "\\fR", described(argument));
        }
        for (OptionSpec option : options) {
            String value = option.arity().max() == 0 ? "" : "=\\fI" + text(option.paramLabel()) + "\\fR";
            tagged("\\fB" + text(String.join(", ", option.names())) + "\\fR" + value, described(option));
        }
    }

    private static String described(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private void commands() {
        if (command.getSubcommands().isEmpty()) {
            return;
        }
        heading("COMMANDS");
        command.getSubcommands()
                .forEach((name, inner) -> tagged(
                        "\\fB" + text(nameOf(inner)) + "\\fR(1)",
                        Sentence.first(inner.getCommandSpec().usageMessage().description()) + "."));
    }

    /** Lines that are indented stay as they are; under the headings for exit codes and examples there are no others. */
    private void footer(String... lines) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List.of("NOTES", "EXIT STATUS", "EXAMPLES").forEach(title -> sections.put(title, new ArrayList<>()));
        String section = "NOTES";
        for (String line : lines) {
            if (line.matches("(Exit codes|Examples?):")) {
                section = line.startsWith("Exit") ? "EXIT STATUS" : "EXAMPLES";
            } else if (!line.isEmpty()) {
                section = line.startsWith(" ") ? section : "NOTES";
                sections.computeIfAbsent(section, any -> new ArrayList<>()).add(line);
            }
        }
        sections.forEach(this::section);
    }

    private void section(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        heading(title);
        List<String> indented = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(" ")) {
                indented.add(line.substring(2));
                continue;
            }
            preformatted(indented);
            indented.clear();
            page.append(isAfterHeading() ? "" : ".PP\n");
            filled(line);
        }
        preformatted(indented);
    }

    private void seeAlso() {
        List<String> pages = new ArrayList<>();
        if (command.getParent() != null) {
            pages.add(nameOf(command.getParent()));
        }
        for (Map.Entry<String, CommandLine> inner : command.getSubcommands().entrySet()) {
            pages.add(nameOf(inner.getValue()));
        }
        if (pages.isEmpty()) {
            return;
        }
        heading("SEE ALSO");
        filled(String.join(", ", pages.stream().map(name -> name + "(1)").toList()));
    }

    private boolean isAfterHeading() {
        return page.substring(page.lastIndexOf("\n", page.length() - 2) + 1).startsWith(".SH");
    }

    private void heading(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private void tagged(String tag, String description) {
        page.append(".TP\n").append(tag).append('\n');
        filled(description);
    }

    private void preformatted(List<String> lines) {
        if (!lines.isEmpty()) {
            // A heading begins a paragraph by itself.
            page.append(isAfterHeading() ? "" : ".PP\n").append(".nf\n");
            lines.forEach(this::line);
            page.append(".fi\n");
        }
    }

    /** A paragraph, which roff fills: in lines that editors show whole. */
    private void filled(String text) {
        StringBuilder row = new StringBuilder();
        for (String word : text.strip().split(" +", -1)) {
            if (row.length() > 0 && text(row + " " + word).length() > LONGEST_LINE) {
                line(row.toString());
                row.setLength(0);
            }
            row.append(row.length() == 0 ? "" : " ").append(word);
        }
        line(row.toString());
    }

    private void line(String text) {
        String escaped = text(text);
        page.append(escaped.startsWith(".") ? "\\&" : "").append(escaped).append('\n');
    }

    private static String text(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '`' -> escaped.append("\\(ga");
                case '\'' -> escaped.append("\\(aq");
                case '~' -> escaped.append("\\(ti");
                case '^' -> escaped.append("\\(ha");
                default -> escaped.append(point < 128 ? Character.toString(point) : "\\[u%04X]".formatted(point));
            }
        });
        return escaped.toString();
    }
}
