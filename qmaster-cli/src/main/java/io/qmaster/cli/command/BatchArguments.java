package io.qmaster.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The batches that a command is about. */
final class BatchArguments {
    @Parameters(arity = "1..*", paramLabel = "ID", description = BatchArgument.DESCRIPTION)
    List<String> ids = new ArrayList<>();

    /** The ids that are meant, as {@link IdSearch} finds them. */
    List<String> resolved(Invocation invocation) throws InterruptedException {
        return resolved(ids, IdSearch.everywhere(invocation));
    }

    static List<String> resolved(List<String> texts, IdSearch search) throws InterruptedException {
        List<String> meant = new ArrayList<>();
        for (String text : texts) {
            meant.add(search.of(text));
        }
        return meant.stream().distinct().toList();
    }
}
