package io.qmaster.cli.command;

import picocli.CommandLine.Command;

/** What can be done with the simulator itself. */
@Command(name = "simulator", description = "Runs scenarios of the simulator.", subcommands = SimulatorRunCommand.class)
final class SimulatorCommand {}
