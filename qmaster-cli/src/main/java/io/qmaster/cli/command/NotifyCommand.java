package io.qmaster.cli.command;

import picocli.CommandLine.Command;

/** What can be done with notifications themselves. */
@Command(
        name = "notify",
        description = "Tests webhooks.",
        subcommands = {NotifyTestCommand.class})
final class NotifyCommand {}
