package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** The batches that a command acts on, by their ids. */
final class BatchArguments {
    @Parameters(arity = "0..*", paramLabel = "ID", description = BatchArgument.DESCRIPTION)
    private List<String> ids = new ArrayList<>();

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /**
     * The ids that the arguments refer to, as a search finds them.
     *
     * @throws CommandFailure if one is not found or fits several
     */
    List<String> resolved(IdSearch search) throws InterruptedException {
        List<String> meant = new ArrayList<>();
        for (String id : ids) {
            meant.add(search.of(id));
        }
        return meant.stream().distinct().toList();
    }

    /**
     * The only batch that is named, if one is.
     *
     * @throws CommandFailure if several are named
     */
    Optional<String> only(IdSearch search) throws InterruptedException {
        if (ids.size() > 1) {
            throw CommandFailure.usage("several batches were named", "name one, or choose several with filters");
        }
        return resolved(search).stream().findFirst();
    }
}
