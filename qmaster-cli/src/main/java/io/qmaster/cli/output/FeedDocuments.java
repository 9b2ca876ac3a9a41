package io.qmaster.cli.output;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.qmaster.domain.feed.FeedOutcome;
import io.qmaster.domain.feed.FeedSummary;
import io.qmaster.domain.feed.FiledSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The events of a run of many batches: they belong to no submission, and are counted on their own from 1. */
final class FeedDocuments {
    private FeedDocuments() {}

    /** A source that was set aside, or whose submission could not be settled. */
    record Rejected(
            @JsonUnwrapped EventDocuments.Head head,
            Path source,
            @JsonUnwrapped Documents.Failure failure) {}

    /** A file of a hot folder that was moved to the folder for finished ones. */
    record Filed(@JsonUnwrapped EventDocuments.Head head, Path source, Optional<Path> path, String outcome) {
        static Filed of(EventDocuments.Head head, FiledSource source) {
            return new Filed(
                    head,
                    source.source(),
                    source.path(),
                    source.outcome().name().toLowerCase(Locale.ROOT));
        }
    }

    /** A volume that is gone or back. */
    record Volume(@JsonUnwrapped EventDocuments.Head head, Path path) {}

    /** Nothing further is submitted. */
    record Draining(@JsonUnwrapped EventDocuments.Head head, int running, int left) {}

    /** The result of the run. */
    record Summary(
            @JsonUnwrapped EventDocuments.Head head,
            int batches,
            Map<String, Integer> sources,
            boolean drained,
            boolean stopped,
            int exitCode) {
        static Summary of(EventDocuments.Head head, FeedSummary summary, ExitCode code) {
            Map<String, Integer> sources = new LinkedHashMap<>();
            for (FeedOutcome outcome : FeedOutcome.values()) {
                sources.put(outcome.name().toLowerCase(Locale.ROOT), summary.count(outcome));
            }
            return new Summary(
                    head,
                    summary.batches(),
                    sources,
                    summary.drained(),
                    summary.stopped().isPresent(),
                    code.number());
        }
    }
}
