package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Installs stand-in applications. */
@Command(
        name = "install",
        description =
                "Installs programs that behave like Compressor and Batch Monitor, with a simulated queue in the same folder.",
        footer = {
            "",
            "  --generation G          final-cut-studio, compressor-4, compressor-5.2,",
            "                          creator-studio (5.2 with its other name) or",
            "                          compressor-5.4; required",
            "  --scenario FILE|NAME    how the engine behaves. Default: calm",
            "",
            "Example:",
            "  qmaster simulator install mac --generation compressor-5.4 \\",
            "      --scenario night-shift",
            "  qmaster --compressor mac/Compressor.app list"
        })
final class SimulatorInstallCommand implements Task {
    @Parameters(paramLabel = "DIR", description = "The folder to install into; it is created if it is missing.")
    private Path folder = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The stand-ins have more generations than the adapter. */
    @Override
    public Map<String, String> flags() {
        return Map.of("--generation", "auto");
    }

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        String generation = spec.findOption("--generation").getValue();
        if (generation.equals("auto")) {
            throw CommandFailure.usage(
                    "no generation was given", "add --generation; see `qmaster simulator install --help`");
        }
        InstalledPrograms installed = invocation.adapters().installed(folder, generation, invocation.configuration());
        print(invocation.console(), installed);
        return ExitCode.DONE;
    }

    private static void print(Console console, InstalledPrograms installed) {
        if (console.isJson()) {
            console.answerDocument(installed);
        } else {
            console.answer(installed.compressor().toString());
            installed.batchMonitor().ifPresent(monitor -> console.answer(monitor.toString()));
        }
    }
}
