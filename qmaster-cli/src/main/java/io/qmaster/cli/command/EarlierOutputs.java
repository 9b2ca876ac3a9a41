package io.qmaster.cli.command;

import io.qmaster.domain.Output;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.standard.LocalFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds in the journal which files are outputs of earlier submissions, and therefore not sources. */
final class EarlierOutputs {
    private final SubmissionJournal journal;
    private final LocalFiles files = new LocalFiles();

    EarlierOutputs(SubmissionJournal journal) {
        this.journal = journal;
    }

    /** Describes which output a file is; empty if it is not an output. */
    Optional<String> of(Path file) {
        String identity = files.identity(file);
        return journal.claimants(identity).stream()
                .filter(entry -> paths(entry).map(files::identity).anyMatch(identity::equals))
                .findFirst()
                .map(entry -> "it is an output of "
                        + entry.batch()
                                .map(batch -> "batch " + batch.id())
                                .orElse("submission " + entry.submissionId()));
    }

    /** The paths of its outputs; while it is encoded, the planned paths. */
    private static Stream<Path> paths(JournalEntry entry) {
        return entry.result()
                .map(result -> result.targets().stream().flatMap((Output output) -> output.path().stream()))
                .orElseGet(() -> entry.batch().isPresent()
                        ? entry.order().targets().stream()
                                .flatMap(target -> Stream.of(target.plannedPath(), target.workPath()))
                        : Stream.of());
    }
}
