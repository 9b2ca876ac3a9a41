package io.qmaster.cli.command;

import picocli.CommandLine.Parameters;

/** The one batch that a command acts on. */
final class BatchArgument {
    /** Describes how a batch can be named. */
    static final String DESCRIPTION =
            "The id of a batch, of one of its jobs or of its submission, or its first characters if"
                    + " they fit no other (at least 6); or its name or request id.";

    @Parameters(paramLabel = "ID", description = DESCRIPTION)
    private String id = "";

    /** The id that the argument refers to. */
    String resolved(IdSearch search) throws InterruptedException {
        return search.of(id);
    }
}
