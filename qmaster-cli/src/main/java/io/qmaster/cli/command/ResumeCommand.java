package io.qmaster.cli.command;

import io.qmaster.domain.ControlAction;
import picocli.CommandLine.Command;

/** Resumes batches. */
@Command(
        name = "resume",
        description = "Resumes batches that are on hold.",
        footer = {
            "",
            "Instead of IDs it takes filters: it lists the batches that match and have not ended, and asks before it",
            "acts on them. --cluster NAME is a filter, too.",
            "",
            "Exits with 0 when they show it, or had ended successfully before; 1 if one had failed, 7 if one was",
            "cancelled, 8 if an id is unknown, 9 if this engine cannot, 124 if one does not show it within 60 s."
        })
final class ResumeCommand extends ControlCommand {
    ResumeCommand() {
        super(ControlAction.RESUME);
    }
}
