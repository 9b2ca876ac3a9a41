package io.qmaster.cli.command;

import picocli.CommandLine.Command;

/** The commands for the simulator itself. */
@Command(
        name = "simulator",
        description = "Installs stand-in applications, and runs scenarios of the simulator.",
        subcommands = {SimulatorInstallCommand.class, SimulatorRunCommand.class})
final class SimulatorCommand {}
