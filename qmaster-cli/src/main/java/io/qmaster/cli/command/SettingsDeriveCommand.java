package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.SettingDocument;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FrameSize;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.standard.DerivedSetting;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a new user setting that differs from another one in its name and its frame size alone. */
@Command(
        name = "derive",
        description =
                "Writes a new user setting: a copy of another one with a new name, and optionally a new frame size."
                        + " Never overwrites a setting.")
final class SettingsDeriveCommand implements Task {
    @Parameters(paramLabel = "NAME|FILE", description = "A name as qmaster settings shows it, or a setting file.")
    private String original = "";

    @Option(names = "--name", paramLabel = "NEW", required = true, description = "The name of the new setting.")
    private String name = "";

    @ArgGroup
    private Sizes sizes = new Sizes();

    /** The options for the frame size, which exclude each other. */
    static final class Sizes {
        @Option(names = "--size", paramLabel = "WxH", description = "Exactly this frame size.")
        private Optional<String> size = Optional.empty();

        @Option(
                names = "--fit",
                paramLabel = "WxH",
                description = "Fits within this size; never larger than the source.")
        private Optional<String> fit = Optional.empty();

        @Option(names = "--scale", paramLabel = "P", description = "P per cent of the size of the source.")
        private Optional<String> scale = Optional.empty();

        @Option(names = "--source-size", description = "The size of the source.")
        private boolean source;

        Optional<FrameSize> chosen() {
            return Stream.of(
                            size.map(text -> FrameSizes.exactly("--size", text)),
                            fit.map(text -> FrameSizes.fit("--fit", text)),
                            scale.map(text -> FrameSizes.percent("--scale", text)),
                            Optional.of(FrameSize.SOURCE).filter(given -> source))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
    }

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        Optional<FrameSize> size = sizes.chosen();
        SettingFacts derived;
        Optional<String> objection;
        try (Qmaster qmaster = invocation.qmaster()) {
            SettingCatalog catalog = qmaster.settings();
            SettingFacts from = qmaster.setting(original);
            requireFree(catalog);
            Path folder = catalog.userFolder()
                    .orElseThrow(() -> CommandFailure.usage(
                            "this backend has no place for settings of the user", "choose another --backend"));
            derived = DerivedSetting.write(from.file(), folder, name, size).known(name, SettingFacts.Origin.USER);
            objection = catalog.objection(derived);
        }
        Console console = invocation.console();
        if (console.isJson()) {
            console.answerDocument(SettingDocument.of(derived, objection));
        } else {
            console.answer(derived.file().toString());
        }
        return ExitCode.DONE;
    }

    private void requireFree(SettingCatalog catalog) {
        Optional<SettingFacts> taken = catalog.all().stream()
                .filter(setting -> SettingsCommand.folded(setting.name()).equals(SettingsCommand.folded(name)))
                .findFirst();
        if (taken.isPresent()) {
            throw new SettingFileException(Failure.withoutSubmission(
                            "SETTING_EXISTS",
                            "a setting is named \"" + name + "\" already: "
                                    + taken.get().file())
                    .hint("choose another name"));
        }
    }
}
