package io.qmaster.cli.command;

import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Table;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.SettingFacts;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists what can be chosen for {@code --setting}. */
@Command(
        name = "settings",
        description = "Lists the settings that can be chosen by their names.",
        subcommands = SettingsShowCommand.class)
final class SettingsCommand implements Task {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILTER",
            description = "Only settings with this text in their name or codec.")
    private Optional<String> filter = Optional.empty();

    @Override
    public ExitCode run(Invocation invocation) {
        List<SettingFacts> settings;
        try (Qmaster qmaster = invocation.qmaster()) {
            SettingCatalog catalog = qmaster.settings();
            settings = catalog.all().stream().filter(this::fits).toList();
            warnIfNotInstalled(catalog, invocation.console());
        }
        print(invocation.console(), settings);
        return ExitCode.DONE;
    }

    /** The settings of the user are there without the program; those that it brings along are not. */
    private static void warnIfNotInstalled(SettingCatalog catalog, Console console) {
        try {
            catalog.requireInstalled();
        } catch (EngineUnavailableException missing) {
            console.tell("qmaster: warning: the built-in settings are missing, since " + missing.getMessage());
        }
    }

    private boolean fits(SettingFacts setting) {
        return filter.map(SettingsCommand::folded)
                .filter(text -> !folded(setting.name()).contains(text)
                        && !folded(setting.videoCodec().orElse("")).contains(text))
                .isEmpty();
    }

    private void print(Console console, List<SettingFacts> settings) {
        if (console.isJson()) {
            console.answerDocument(settings.stream().map(Documents.Setting::of).toList());
            return;
        }
        if (settings.isEmpty()) {
            console.tell((filter.isPresent()
                            ? "no setting has that text in its name or codec"
                            : "no setting is known by name")
                    + "; a setting file can be given by its path");
            return;
        }
        Table table = new Table("NAME", "ORIGIN", "MAKES", "CODEC", "SIZE");
        settings.forEach(setting -> table.row(
                setting.name(),
                setting.origin().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                setting.outputExtension() + (setting.imageSequence() ? " frames" : ""),
                setting.videoCodec().orElse("-"),
                setting.frameSize().map(Object::toString).orElse("-")));
        table.lines().forEach(console::answer);
    }

    /** A Mac writes a letter with an accent in two ways. */
    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
