package io.qmaster.cli.command;

import java.util.List;
import picocli.CommandLine.Parameters;

/** The one batch that a command is about. */
final class BatchArgument {
    @Parameters(
            paramLabel = "ID",
            description = "A batch id as submit printed it, the id of one of its jobs, or our own submission id.")
    private String id = "";

    String checked() {
        References.check(List.of(id));
        return id;
    }
}
