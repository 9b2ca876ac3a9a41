package io.qmaster.cli.command;

import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.SettingDocument;
import io.qmaster.cli.output.Table;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.FrameSize;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.SettingFacts;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what can be chosen for {@code --setting}. */
@Command(
        name = "settings",
        description = "Lists the settings that can be chosen by their names.",
        subcommands = {SettingsShowCommand.class, SettingsDeriveCommand.class})
final class SettingsCommand implements Task {
    private static final String NOTHING_FITS = "no setting has that text in its name or codec and matches the options";
    private static final Map<String, Pattern> FAMILIES = Map.of(
            "h264", Pattern.compile("^avc|h\\.?264"),
            "hevc", Pattern.compile("^hvc|^hev|h\\.?265"),
            "prores", Pattern.compile("^ap(co|cs|cn|ch|4h|4x)$|prores"));

    @Parameters(
            arity = "0..1",
            paramLabel = "FILTER",
            description = "Only settings with this text in their name or codec.")
    private Optional<String> filter = Optional.empty();

    @Option(
            names = "--codec",
            paramLabel = "C",
            description = "Only settings with this video codec: a FourCC, or h264, hevc or prores.")
    private Optional<String> codec = Optional.empty();

    @Option(
            names = "--container",
            paramLabel = "C",
            description = "Only settings whose output has this extension, such as mov.")
    private Optional<String> container = Optional.empty();

    @Option(
            names = "--size",
            paramLabel = "S",
            description =
                    "Only settings with this frame size: WxH, also if it is the largest, P%% of the source, or source.")
    private Optional<String> size = Optional.empty();

    @Option(names = "--user", description = "Only the user's own settings.")
    private boolean user;

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        Map<SettingFacts, Optional<String>> settings = new LinkedHashMap<>();
        try (Qmaster qmaster = invocation.qmaster()) {
            SettingCatalog catalog = qmaster.settings();
            for (SettingFacts setting : catalog.all()) {
                if (fits(setting)) {
                    settings.put(setting, catalog.objection(setting));
                }
            }
            warnIfNotInstalled(catalog, invocation);
        }
        print(invocation.console(), settings);
        return ExitCode.DONE;
    }

    /** The settings of the user exist without Compressor; its built-in settings do not. */
    private static void warnIfNotInstalled(SettingCatalog catalog, Invocation invocation) {
        try {
            catalog.requireInstalled();
        } catch (EngineUnavailableException missing) {
            invocation.warn("the built-in settings are missing, since " + missing.getMessage(), Optional.empty());
        }
    }

    private boolean fits(SettingFacts setting) {
        return filter.map(SettingsCommand::folded)
                        .filter(text -> !folded(setting.name()).contains(text)
                                && !folded(setting.videoCodec().orElse("")).contains(text))
                        .isEmpty()
                && codec.filter(wanted -> !hasCodec(setting, folded(wanted))).isEmpty()
                && container
                        .filter(wanted ->
                                !setting.outputExtension().equals(folded(wanted).replaceFirst("^\\.", "")))
                        .isEmpty()
                && size.map(SettingsCommand::sizes)
                        .filter(wanted ->
                                setting.frameSize().filter(wanted::contains).isEmpty())
                        .isEmpty()
                && (!user || setting.origin() == SettingFacts.Origin.USER);
    }

    private static boolean hasCodec(SettingFacts setting, String wanted) {
        String has = folded(setting.videoCodec().orElse(""));
        return has.equals(wanted)
                || (FAMILIES.containsKey(wanted)
                        && FAMILIES.get(wanted).matcher(has).find());
    }

    private static Set<FrameSize> sizes(String text) {
        if (text.equalsIgnoreCase("source")) {
            return Set.of(FrameSize.SOURCE);
        }
        if (text.endsWith("%")) {
            return Set.of(FrameSizes.percent("--size", text.substring(0, text.length() - 1)));
        }
        return Set.of(FrameSizes.exactly("--size", text), FrameSizes.fit("--size", text));
    }

    private void print(Console console, Map<SettingFacts, Optional<String>> settings) {
        if (console.isJson()) {
            console.answerDocument(settings.entrySet().stream()
                    .map(setting -> SettingDocument.of(setting.getKey(), setting.getValue()))
                    .toList());
            return;
        }
        if (settings.isEmpty()) {
            console.tell((isFiltered() ? NOTHING_FITS : "no setting is known by name")
                    + "; a setting file can be given by its path");
            return;
        }
        Table table = new Table("NAME", "ORIGIN", "GROUP", "MAKES", "CODEC", "SIZE");
        settings.keySet()
                .forEach(setting -> table.row(
                        setting.name(),
                        setting.origin().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        setting.details().group().orElse("-"),
                        setting.outputExtension() + (setting.imageSequence() ? " frames" : ""),
                        setting.videoCodec().orElse("-"),
                        setting.frameSize().map(Object::toString).orElse("-")));
        table.lines().forEach(console::answer);
        Map<String, List<String>> impossible = new TreeMap<>();
        settings.forEach((setting, objection) -> objection.ifPresent(reason ->
                impossible.computeIfAbsent(reason, first -> new ArrayList<>()).add(setting.name())));
        impossible.forEach((reason, names) ->
                console.tell("qmaster: warning: jobs fail with " + String.join(", ", names) + ": " + reason));
    }

    private boolean isFiltered() {
        return filter.isPresent() || codec.isPresent() || container.isPresent() || size.isPresent() || user;
    }

    /** macOS has two forms of a letter with an accent. */
    static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
