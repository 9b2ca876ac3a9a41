package io.qmaster.cli.command;

import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Printable;
import io.qmaster.cli.output.SettingDocument;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.SettingDetails;
import io.qmaster.domain.SettingFacts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what one setting produces. */
@Command(name = "show", description = "Shows what a setting produces.")
final class SettingsShowCommand implements Task {
    @Parameters(paramLabel = "NAME|FILE", description = "A name as qmaster settings shows it, or a setting file.")
    private String setting = "";

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        SettingFacts facts = ChosenSetting.of(setting, invocation);
        Optional<String> objection = objection(facts, invocation);
        Console console = invocation.console();
        if (console.isJson()) {
            console.answerDocument(SettingDocument.of(facts, objection));
        } else {
            print(console, facts);
            objection.ifPresent(reason -> line(console, "not possible", reason));
        }
        return ExitCode.DONE;
    }

    /** A setting file can be shown without an engine. */
    private static Optional<String> objection(SettingFacts facts, Invocation invocation) throws InterruptedException {
        try {
            return invocation.backend().settings().objection(facts);
        } catch (EngineUnavailableException none) {
            return Optional.empty();
        }
    }

    private static void print(Console console, SettingFacts facts) {
        SettingDetails details = facts.details();
        line(console, "name", facts.name());
        line(console, "file", facts.file().toString());
        line(console, "origin", facts.origin().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        line(console, "group", details.group().orElse("-"));
        line(console, "description", details.description().orElse("-"));
        line(console, "makes", facts.outputExtension() + (facts.imageSequence() ? " frames" : ""));
        line(console, "encoder", facts.encoder());
        line(console, "video", facts.videoCodec().orElse("-"));
        line(console, "profile", details.profile().orElse("-"));
        line(console, "bit rate", rate(details.videoBitRate()));
        line(console, "frame size", facts.frameSize().map(Object::toString).orElse("-"));
        line(
                console,
                "frame rate",
                details.frameRate().map(rate -> rounded(rate) + " fps").orElse("-"));
        line(console, "colour", details.colour().orElse("-"));
        line(console, "audio", facts.audioCodec().orElse("-"));
        line(console, "audio format", details.audioFormat().orElse("-"));
        line(console, "audio rate", rate(details.audioBitRate()));
        line(console, "duration", details.retimes() ? "not that of the source" : "that of the source");
        line(console, "in segments", facts.segmentable() ? "yes" : "no");
    }

    private static void line(Console console, String title, String value) {
        console.answer(String.format("%-13s", title) + Printable.oneLine(value));
    }

    private static String rate(OptionalLong bitsPerSecond) {
        return bitsPerSecond.isEmpty() ? "-" : rounded(bitsPerSecond.getAsLong() / 1000.0) + " kbit/s";
    }

    private static String rounded(double number) {
        return BigDecimal.valueOf(number)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
