package io.qmaster.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The batches that a command is about. */
final class BatchArguments {
    @Parameters(
            arity = "1..*",
            paramLabel = "ID",
            description = "A batch id as submit printed it, the id of one of its jobs, or our own submission id.")
    List<String> ids = new ArrayList<>();

    List<String> checked() {
        References.check(ids);
        return ids.stream().distinct().toList();
    }
}
