package io.qmaster.domain.internal.finish;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Output;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Capabilities;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.StatusQueries;
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
 * Deletes leftover hidden folders of submissions: those that could not be deleted when their batch ended, and those of
 * batches that were given up, once the engine no longer writes into them. Thread-safe.
 */
public final class Leftovers {
    /** How long after the end of a submission its hidden folders are looked for. */
    private static final Duration SEARCH_TIME = Duration.ofDays(1);

    private final QmasterContext context;
    private final MediaFiles files;
    private final Timekeeper time;
    private final HiddenFolders folders;
    private final BatchLog log;

    /** Uses the journal of these surroundings. */
    public Leftovers(QmasterContext context) {
        this.context = context;
        this.files = context.files();
        this.time = context.backend().timekeeper();
        this.folders = new HiddenFolders(files);
        this.log = new BatchLog(time, "leftovers");
    }

    /** Deletes the leftovers of recently ended submissions, and of given up ones with the same outputs. */
    public void remove() throws InterruptedException {
        Map<SubmissionId, JournalEntry> abandoned = new LinkedHashMap<>();
        Map<Path, Set<String>> tokens = new HashMap<>();
        try (Stream<JournalEntry> ended = recent()) {
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
        for (JournalEntry entry : idle(left)) {
            folders.removeAbandoned(entry.order(), target -> isMadeSince(entry, target), log);
        }
    }

    /** The submission with a token, if it ended recently and no longer needs its hidden folder. */
    Optional<JournalEntry> published(String token) {
        try (Stream<JournalEntry> ended = recent()) {
            return ended.filter(entry -> entry.submissionId().token().equals(token))
                    .findFirst()
                    .filter(JournalEntry::isPublished);
        }
    }

    private Stream<JournalEntry> recent() {
        return context.journal().ended(time.now().minus(SEARCH_TIME));
    }

    /** Given up submissions with the same outputs, if there is a hidden folder beside them. */
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
        } catch (RuntimeException unknown) {
            return Set.of();
        }
    }

    private List<JournalEntry> claimants(Path output) {
        try {
            return context.journal().claimants(files.identity(output));
        } catch (RuntimeException unknown) {
            return List.of();
        }
    }

    private boolean isLeft(BatchOrder order) {
        try {
            return folders.isLeft(order);
        } catch (RuntimeException unknown) {
            return false;
        }
    }

    /** Whether a later submission has published an output at the path of this one. */
    private boolean isMadeSince(JournalEntry givenUp, Target target) {
        return claimants(target.plannedPath()).stream()
                .takeWhile(later -> !later.submissionId().equals(givenUp.submissionId()))
                .flatMap(later -> later.targets().stream())
                .filter(Output::isGood)
                .anyMatch(output -> output.target().plannedPath().equals(target.plannedPath()));
    }

    /** The entries whose batch the engine does not list, or lists in a final state. */
    private List<JournalEntry> idle(List<JournalEntry> givenUp) throws InterruptedException {
        Map<Cluster, List<JournalEntry>> byCluster = new LinkedHashMap<>();
        List<JournalEntry> withoutId = new ArrayList<>();
        for (JournalEntry entry : givenUp) {
            Optional<BatchReference> batch = entry.batch();
            if (batch.isEmpty()) {
                withoutId.add(entry);
            } else if (context.missingPassword(batch.get()).isEmpty()) {
                byCluster
                        .computeIfAbsent(batch.get().cluster(), cluster -> new ArrayList<>())
                        .add(entry);
            }
        }
        List<JournalEntry> idle = new ArrayList<>();
        for (List<JournalEntry> ofCluster : byCluster.values()) {
            for (List<JournalEntry> query :
                    StatusQueries.of(ofCluster, Capabilities.mayInclude(Capability.LIST, context.backend()))) {
                idle.addAll(notRunning(query));
            }
        }
        idle.addAll(notListedAsRunning(withoutId));
        return idle;
    }

    private List<JournalEntry> notRunning(List<JournalEntry> givenUp) throws InterruptedException {
        Set<BatchReference> batches = new HashSet<>();
        givenUp.forEach(entry -> entry.batch().ifPresent(batches::add));
        try {
            Map<BatchReference, BatchStatus> found =
                    context.backend().statusSource().find(batches, deadline());
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

    /** The same for submissions without a known batch. */
    private List<JournalEntry> notListedAsRunning(List<JournalEntry> givenUp) throws InterruptedException {
        if (givenUp.isEmpty() || !Capabilities.mayInclude(Capability.LIST, context.backend())) {
            return List.of();
        }
        try {
            Collection<BatchStatus> listed = context.backend().statusSource().list(deadline());
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

    private Deadline deadline() {
        return context.statusDeadline();
    }
}
