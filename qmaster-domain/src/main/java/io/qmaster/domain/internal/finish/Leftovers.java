package io.qmaster.domain.internal.finish;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Output;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.StatusQueries;
import io.qmaster.domain.internal.Surroundings;
import io.qmaster.domain.internal.order.HiddenFolder;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Timekeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Deletes the hidden folders that submissions left: those that could not be deleted when their batch ended, and those of
 * batches that were given up, once the engine cannot write into them any more. Thread-safe.
 */
public final class Leftovers {
    /** For how long after a submission has ended its hidden folders are looked for. */
    private static final Duration LOOKED_FOR = Duration.ofDays(1);

    private final Surroundings around;
    private final MediaFiles files;
    private final Timekeeper time;
    private final HiddenFolders folders;
    private final BatchLog log;

    /** What the submissions of the journal of these surroundings left. */
    public Leftovers(Surroundings around) {
        this.around = around;
        this.files = around.files();
        this.time = around.backend().timekeeper();
        this.folders = new HiddenFolders(files);
        this.log = new BatchLog(time, "leftovers");
    }

    /**
     * Deletes what submissions left that ended lately, and what was given up before them and wanted the same outputs.
     *
     * @throws InterruptedException if the thread was interrupted while the engine was queried
     */
    public void remove() throws InterruptedException {
        Map<SubmissionId, JournalEntry> abandoned = new LinkedHashMap<>();
        Map<Path, Set<String>> tokens = new HashMap<>();
        try (Stream<JournalEntry> ended = lately()) {
            ended.forEach(entry -> {
                if (entry.isGivenUp()) {
                    abandoned.put(entry.submissionId(), entry);
                } else {
                    folders.removeLeftovers(entry.order(), entry.targets(), log);
                    givenUpBefore(entry, tokens).forEach(other -> abandoned.put(other.submissionId(), other));
                }
            });
        }
        List<JournalEntry> left = abandoned.values().stream()
                .filter(entry -> isLeft(entry.order()))
                .toList();
        for (JournalEntry entry : atRest(left)) {
            folders.removeAbandoned(entry.order(), target -> isMadeSince(entry, target), log);
        }
    }

    /** The submission that has a token, if it ended lately and needs no hidden folder any more. */
    Optional<JournalEntry> published(String token) {
        try (Stream<JournalEntry> ended = lately()) {
            return ended.filter(entry -> entry.submissionId().token().equals(token))
                    .findFirst()
                    .filter(JournalEntry::isPublished);
        }
    }

    private Stream<JournalEntry> lately() {
        return around.journal().ended(time.now().minus(LOOKED_FOR));
    }

    /** Submissions that wanted the outputs of this one and left a hidden folder beside them. */
    private List<JournalEntry> givenUpBefore(JournalEntry made, Map<Path, Set<String>> tokens) {
        List<JournalEntry> givenUp = new ArrayList<>();
        for (Target target : made.order().targets()) {
            Path place = target.plannedPath().getParent();
            if (place != null && !tokens.computeIfAbsent(place, this::tokensIn).isEmpty()) {
                claimants(target.plannedPath()).stream()
                        .filter(JournalEntry::isGivenUp)
                        .forEach(givenUp::add);
            }
        }
        return givenUp;
    }

    private Set<String> tokensIn(Path place) {
        try {
            return files.namesIn(place).stream()
                    .map(HiddenFolder::token)
                    .flatMap(Optional::stream)
                    .collect(Collectors.toSet());
        } catch (RuntimeException unseen) {
            return Set.of();
        }
    }

    private List<JournalEntry> claimants(Path output) {
        try {
            return around.journal().claimants(files.identity(output));
        } catch (RuntimeException unseen) {
            return List.of();
        }
    }

    private boolean isLeft(BatchOrder order) {
        try {
            return folders.isLeft(order);
        } catch (RuntimeException unseen) {
            return false;
        }
    }

    /** Whether a submission that was made later brought an output to the place of this one. */
    private boolean isMadeSince(JournalEntry givenUp, Target target) {
        return claimants(target.plannedPath()).stream()
                .takeWhile(later -> !later.submissionId().equals(givenUp.submissionId()))
                .flatMap(later -> later.targets().stream())
                .filter(Output::isGood)
                .anyMatch(output -> output.target().plannedPath().equals(target.plannedPath()));
    }

    /** Those whose batch the engine does not show, or shows in a final state. */
    private List<JournalEntry> atRest(List<JournalEntry> givenUp) throws InterruptedException {
        Map<Cluster, List<JournalEntry>> byCluster = new LinkedHashMap<>();
        List<JournalEntry> withoutId = new ArrayList<>();
        for (JournalEntry entry : givenUp) {
            Optional<BatchReference> batch = entry.batch();
            if (batch.isEmpty()) {
                withoutId.add(entry);
            } else if (around.missingPassword(batch.get()).isEmpty()) {
                byCluster
                        .computeIfAbsent(batch.get().cluster(), cluster -> new ArrayList<>())
                        .add(entry);
            }
        }
        List<JournalEntry> atRest = new ArrayList<>();
        for (List<JournalEntry> ofCluster : byCluster.values()) {
            for (List<JournalEntry> query :
                    StatusQueries.of(ofCluster, around.backend().capabilities())) {
                atRest.addAll(notAtWork(query));
            }
        }
        atRest.addAll(notListedAtWork(withoutId));
        return atRest;
    }

    private List<JournalEntry> notAtWork(List<JournalEntry> givenUp) throws InterruptedException {
        Set<BatchReference> batches = new HashSet<>();
        givenUp.forEach(entry -> entry.batch().ifPresent(batches::add));
        try {
            Map<BatchReference, BatchStatus> found =
                    around.backend().statusSource().find(batches, patience());
            return givenUp.stream()
                    .filter(entry -> entry.batch()
                            .map(found::get)
                            .filter(status -> !status.state().isFinal())
                            .isEmpty())
                    .toList();
        } catch (RuntimeException unread) {
            return List.of();
        }
    }

    /** The same for submissions of which it was never known whether the engine has them. */
    private List<JournalEntry> notListedAtWork(List<JournalEntry> givenUp) throws InterruptedException {
        if (givenUp.isEmpty() || !around.backend().capabilities().contains(Capability.LIST)) {
            return List.of();
        }
        try {
            Collection<BatchStatus> listed = around.backend().statusSource().list(patience());
            return givenUp.stream()
                    .filter(entry -> !entry.submitterAlive())
                    .filter(entry -> listed.stream()
                            .filter(status -> !status.state().isFinal())
                            .flatMap(status -> status.name().stream())
                            .noneMatch(entry.order()::isNamed))
                    .toList();
        } catch (RuntimeException unread) {
            return List.of();
        }
    }

    private Deadline patience() {
        return around.statusDeadline();
    }
}
