package io.qmaster.cli.command;

import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.SettingFacts;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what one setting makes. */
@Command(name = "show", description = "Shows what a setting makes.")
final class SettingsShowCommand implements Task {
    @Parameters(paramLabel = "NAME|FILE", description = "A name as qmaster settings shows it, or a setting file.")
    private String setting = "";

    @Override
    public ExitCode run(Invocation invocation) {
        SettingFacts facts;
        try (Qmaster qmaster = invocation.qmaster()) {
            facts = qmaster.setting(setting);
        }
        Console console = invocation.console();
        if (console.isJson()) {
            console.answerDocument(Documents.Setting.of(facts));
        } else {
            console.answer("name         " + facts.name());
            console.answer("file         " + facts.file());
            console.answer("origin       "
                    + facts.origin().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            console.answer("makes        " + facts.outputExtension() + (facts.imageSequence() ? " frames" : ""));
            console.answer("encoder      " + facts.encoder());
            console.answer("video        " + facts.videoCodec().orElse("-"));
            console.answer(
                    "frame size   " + facts.frameSize().map(Object::toString).orElse("-"));
            console.answer("audio        " + facts.audioCodec().orElse("-"));
            console.answer("in segments  " + (facts.segmentable() ? "yes" : "no"));
        }
        return ExitCode.DONE;
    }
}
