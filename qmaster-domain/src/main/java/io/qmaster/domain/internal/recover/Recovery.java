package io.qmaster.domain.internal.recover;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Ending;
import io.qmaster.domain.JobId;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.Recovered.Finding;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Capabilities;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.StatusQueries;
import io.qmaster.domain.internal.finish.HiddenFolders;
import io.qmaster.domain.internal.finish.UnplacedOutputs;
import io.qmaster.domain.internal.submit.Settlement;
import io.qmaster.domain.internal.watch.WatchedBatch;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.port.Timekeeper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Settles open submissions: adopts, ends or reports them. Never submits. */
public final class Recovery {
    private final QmasterContext context;
    private final Timekeeper time;
    private final Settlement settlement;
    private final UnplacedOutputs unplaced;
    private final Function<JournalEntry, WatchedBatch> adopt;

    /**
     * Creates a recovery.
     *
     * @param adopt watches a batch that the engine has
     */
    public Recovery(QmasterContext context, Function<JournalEntry, WatchedBatch> adopt) {
        this.context = context;
        this.time = context.backend().timekeeper();
        this.settlement = new Settlement(context);
        this.unplaced = new UnplacedOutputs(context);
        this.adopt = adopt;
    }

    /**
     * Settles an open entry that no other process works on.
     *
     * @throws InterruptedException if the thread was interrupted; the entry stays open
     */
    public Recovered settle(JournalEntry entry) throws InterruptedException {
        List<Recovered> settled = settle(List.of(entry));
        return settled.isEmpty()
                ? new Recovered(entry.submissionId(), entry.batch(), Finding.ENDED, "it ended meanwhile")
                : settled.get(0);
    }

    /**
     * Settles open entries that no other process works on, together: with one query for each cluster, and shared
     * listings for those without an id.
     *
     * @return the results, in the order of the entries, without those that another process settled meanwhile
     * @throws InterruptedException if the thread was interrupted; what is not settled stays open
     */
    public List<Recovered> settle(List<JournalEntry> entries) throws InterruptedException {
        Map<SubmissionId, Recovered> settled = new HashMap<>();
        Map<SubmissionId, WatchedBatch> ending = new LinkedHashMap<>();
        List<JournalEntry> known = new ArrayList<>();
        List<JournalEntry> unknown = new ArrayList<>();
        for (JournalEntry entry : entries) {
            Optional<String> stuck = unplaced.stuck(entry);
            if (stuck.isPresent()) {
                settled.put(entry.submissionId(), unsettled(entry, Finding.UNKNOWN, stuck.get()));
            } else if (entry.conclusion().isPresent()) {
                WatchedBatch watched = adopt.apply(entry);
                watched.finishAs(entry.conclusion().get());
                ending.put(entry.submissionId(), watched);
            } else {
                (entry.batch().isPresent() ? known : unknown).add(entry);
            }
        }
        look(known, settled, ending);
        search(unknown, settled, ending);
        // They end in parallel.
        for (Map.Entry<SubmissionId, WatchedBatch> one : ending.entrySet()) {
            settled.put(one.getKey(), ended(one.getKey(), one.getValue()));
        }
        return entries.stream()
                .map(entry -> settled.get(entry.submissionId()))
                .filter(Objects::nonNull)
                .toList();
    }

    private void search(
            List<JournalEntry> entries, Map<SubmissionId, Recovered> settled, Map<SubmissionId, WatchedBatch> ending)
            throws InterruptedException {
        Map<SubmissionId, Settlement.Finding> findings = settlement.search(entries.stream()
                .map(entry -> new Settlement.Sought(
                        entry.order(), entry.latest().namesakes(), logOf(entry), entry.submitterAlive()))
                .toList());
        List<JournalEntry> meanwhile = new ArrayList<>();
        for (JournalEntry entry : entries) {
            SubmissionId submission = entry.submissionId();
            JournalEntry now = context.journal().find(submission).orElse(entry);
            Settlement.Finding finding = Objects.requireNonNull(findings.get(submission));
            if (!now.isOpen() || now.heldElsewhere()) {
                continue;
            }
            if (now.batch().isPresent()) {
                meanwhile.add(now);
            } else if (finding instanceof Settlement.Finding.Ours ours) {
                List<JobId> jobIds = ours.status().jobs().stream()
                        .flatMap(job -> job.id().stream())
                        .toList();
                context.journal()
                        .submitted(
                                submission,
                                new Submitted(ours.status().batch().id(), jobIds, Optional.of("name"), time.now()));
                JournalEntry found = context.journal().find(submission).orElseThrow();
                adopt(found, ours.status(), settled, ending);
            } else if (finding instanceof Settlement.Finding.NotThere notThere) {
                new HiddenFolders(context.files()).discard(now.order(), logOf(now));
                context.journal()
                        .ended(
                                submission,
                                new Ending(Ending.How.NOT_QUEUED, notThere.evidence(), Optional.empty(), time.now()));
                settled.put(
                        submission,
                        new Recovered(submission, Optional.empty(), Finding.NOT_QUEUED, notThere.evidence()));
            } else if (finding instanceof Settlement.Finding.Undecided undecided) {
                settled.put(
                        submission, new Recovered(submission, Optional.empty(), Finding.UNKNOWN, undecided.evidence()));
            }
        }
        look(meanwhile, settled, ending);
    }

    private void look(
            List<JournalEntry> entries, Map<SubmissionId, Recovered> settled, Map<SubmissionId, WatchedBatch> ending)
            throws InterruptedException {
        Map<Cluster, List<JournalEntry>> byCluster = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            BatchReference batch = entry.batch().orElseThrow();
            Optional<String> missingPassword = context.missingPassword(batch);
            if (missingPassword.isPresent()) {
                settled.put(entry.submissionId(), unsettled(entry, Finding.UNKNOWN, missingPassword.get()));
            } else {
                byCluster
                        .computeIfAbsent(batch.cluster(), cluster -> new ArrayList<>())
                        .add(entry);
            }
        }
        for (List<JournalEntry> ofCluster : byCluster.values()) {
            for (List<JournalEntry> query :
                    StatusQueries.of(ofCluster, Capabilities.mayInclude(Capability.LIST, context.backend()))) {
                lookTogether(query, settled, ending);
            }
        }
    }

    private void lookTogether(
            List<JournalEntry> entries, Map<SubmissionId, Recovered> settled, Map<SubmissionId, WatchedBatch> ending)
            throws InterruptedException {
        Map<BatchReference, BatchStatus> found;
        try {
            found = context.backend()
                    .statusSource()
                    .find(
                            entries.stream()
                                    .map(entry -> entry.batch().orElseThrow())
                                    .collect(Collectors.toSet()),
                            context.statusDeadline());
        } catch (RuntimeException unread) {
            String why = "its status could not be read: " + unread.getMessage();
            entries.forEach(entry -> settled.put(entry.submissionId(), unsettled(entry, Finding.UNKNOWN, why)));
            return;
        }
        for (JournalEntry entry : entries) {
            BatchStatus status = found.get(entry.batch().orElseThrow());
            if (status == null) {
                settled.put(
                        entry.submissionId(), unsettled(entry, Finding.NOT_SEEN, "the engine does not list it now"));
            } else {
                adopt(entry, status, settled, ending);
            }
        }
    }

    private void adopt(
            JournalEntry entry,
            BatchStatus status,
            Map<SubmissionId, Recovered> settled,
            Map<SubmissionId, WatchedBatch> ending) {
        WatchedBatch watched = adopt.apply(entry);
        watched.seen(status.at(watched.reference()));
        if (status.state().isFinal()) {
            ending.put(entry.submissionId(), watched);
        } else {
            settled.put(
                    entry.submissionId(),
                    unsettled(entry, Finding.ADOPTED, status.text().raw().strip()));
        }
    }

    private static Recovered unsettled(JournalEntry entry, Finding finding, String words) {
        return new Recovered(entry.submissionId(), entry.batch(), finding, words);
    }

    private BatchLog logOf(JournalEntry entry) {
        return new BatchLog(
                time, entry.submissionId(), line -> context.journal().note(entry.submissionId(), line));
    }

    /** The result of an ended batch. An output that cannot be moved keeps its submission open. */
    private Recovered ended(SubmissionId submission, WatchedBatch watched) throws InterruptedException {
        String words = endOf(watched);
        watched.requireWritten();
        boolean isOver = context.journal()
                .find(submission)
                .filter(known -> known.isOpen() && known.conclusion().isPresent())
                .isEmpty();
        return new Recovered(
                submission, Optional.of(watched.reference()), isOver ? Finding.ENDED : Finding.UNKNOWN, words);
    }

    private static String endOf(WatchedBatch batch) throws InterruptedException {
        try {
            batch.await();
            return "successful";
        } catch (QmasterException ended) {
            return String.valueOf(ended.getMessage());
        }
    }
}
