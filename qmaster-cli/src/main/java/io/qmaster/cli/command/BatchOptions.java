package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for the batch as a whole. */
final class BatchOptions {
    @Option(
            names = "--batch-name",
            paramLabel = "NAME",
            description = "The name of the batch. Default: <source> Transcode. A short unique token is appended, by"
                    + " which the batch is found again.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--exact-name", description = "Leave that token out.")
    private boolean exactName;

    @Option(
            names = "--label",
            paramLabel = "K=V",
            description = "Your own key and value, echoed in every event. Repeatable.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description =
                    "Makes the submission repeatable: the same id with the same request returns the first batch and submits nothing.")
    private Optional<String> requestId = Optional.empty();

    @Option(
            names = "--overwrite",
            description =
                    "Replace existing outputs, after the new ones have been checked. The engine writes into the hidden"
                            + " folder of --publish atomic.")
    private boolean overwrite;

    @Option(
            names = "--publish",
            paramLabel = "HOW",
            description =
                    "direct: the engine writes to the destination. atomic: it writes into a hidden folder beside it,"
                            + " and outputs are renamed after they have been checked. Default: direct.")
    private Publication publication = Publication.DIRECT;

    /** Applies the options to a request; without an option it keeps its value. */
    void applyTo(BatchRequest.Builder request) {
        name.ifPresent(request::batchName);
        if (exactName) {
            request.exactName();
        }
        if (overwrite) {
            request.existingOutput(ExistingOutput.REPLACE);
        }
        request.publication(publication);
        labels().forEach(request::label);
        requestId.ifPresent(request::requestId);
    }

    /** @throws CommandFailure if one of them has no key and value, or a key is given twice */
    void check() {
        labels();
    }

    Map<String, String> labels() {
        return FilterOptions.pairs(labels);
    }

    /** The caller's id of the request. */
    Optional<String> requestId() {
        return requestId;
    }

    /** Whether existing outputs are replaced. */
    boolean isOverwriting() {
        return overwrite;
    }
}
