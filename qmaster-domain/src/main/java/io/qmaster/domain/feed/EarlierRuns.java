package io.qmaster.domain.feed;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.Failure;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Output;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.RequestIdTakenException;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.MediaFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds the submissions of earlier runs with the same request id, so that they are not repeated. Each batch of a run
 * has its own request id, which begins with that of the run.
 */
final class EarlierRuns {
    private static final int DIGITS = 16;

    /** The maximum length of the request id of a run, so that those of its batches are valid, too. */
    static final int LONGEST_ID = 180;

    private final MediaFiles files;
    private final Set<Work> known = new HashSet<>();

    /**
     * The request ids of sources that failed because their volume was gone: the same id would return the same failure.
     */
    private final Set<String> spent = new HashSet<>();

    EarlierRuns(MediaFiles files) {
        this.files = files;
    }

    /** A source and the setting with which it is encoded. */
    private record Work(Path source, Optional<Path> setting) {}

    /**
     * Settles the open submissions of earlier runs, and reads all of their submissions.
     *
     * @param settling receives what is waited for, in one line
     * @return the submissions whose sources are not to be submitted again
     * @throws RequestIdTakenException if they encode sources of this request with other settings
     */
    List<BatchRecord> read(Qmaster qmaster, BatchRequest request, Consumer<String> settling)
            throws InterruptedException {
        if (request.requestId().isEmpty()) {
            return List.of();
        }
        HistoryFilter ofRun =
                HistoryFilter.REMEMBERED.requestId(request.requestId().get());
        List<SubmissionRecord> unsettled = unsettled(qmaster, ofRun);
        if (!unsettled.isEmpty()) {
            settling.accept(lookingFor(unsettled.size(), "run"));
            qmaster.recover(unsettled.stream().map(SubmissionRecord::id).toList());
        }
        refuseOtherRequests(qmaster, request, ofRun);
        List<BatchRecord> counted = qmaster.history(ofRun).stream()
                .filter(record ->
                        record.submission().filter(EarlierRuns::counts).isPresent())
                .toList();
        counted.stream().flatMap(record -> record.submission().stream()).forEach(submission -> {
            Set<Path> without = withoutVolume(submission);
            if (!without.isEmpty()) {
                submission.order().requestId().ifPresent(spent::add);
            }
            submission.order().targets().stream()
                    .filter(target -> !without.contains(target.source()))
                    .forEach(target -> known.add(workOf(target)));
        });
        return counted;
    }

    /** The submissions of which it is not known whether the engine has them. */
    static List<SubmissionRecord> unsettled(Qmaster qmaster, HistoryFilter which) throws InterruptedException {
        return qmaster.history(which).stream()
                .flatMap(record -> record.submission().stream())
                .filter(submission -> submission.isOpen() && submission.batch().isEmpty())
                .toList();
    }

    /** What is reported before such submissions are settled. */
    static String lookingFor(int batches, String submitter) {
        return "looking for " + batches + (batches == 1 ? " batch" : " batches") + " that an earlier " + submitter
                + " may have submitted; this can take minutes";
    }

    private void refuseOtherRequests(Qmaster qmaster, BatchRequest request, HistoryFilter ofRun)
            throws InterruptedException {
        Set<Work> wanted = request.jobs().stream()
                .map(job -> new Work(files.absolute(job.source()), job.setting().map(files::absolute)))
                .collect(Collectors.toSet());
        Set<Path> sources = wanted.stream().map(Work::source).collect(Collectors.toSet());
        Optional<Target> other = qmaster.history(ofRun).stream()
                .flatMap(record -> record.submission().stream())
                .filter(EarlierRuns::counts)
                .flatMap(submission -> submission.order().targets().stream())
                .filter(target -> sources.contains(target.source()) && !wanted.contains(workOf(target)))
                .findFirst();
        if (other.isPresent()) {
            throw new RequestIdTakenException(Failure.notQueued(
                            "REQUEST_ID_TAKEN",
                            "the request id \"" + request.requestId().orElse("")
                                    + "\" belongs to another request, which encodes "
                                    + other.get().source() + " with the setting "
                                    + other.get().setting().file())
                    .hint("use a different id for every request"));
        }
    }

    /** The sources without any output because their volume was gone. They may be submitted again. */
    static Set<Path> withoutVolume(SubmissionRecord submission) {
        List<Output> outputs = submission.result().map(BatchResult::targets).orElse(List.of());
        Set<Path> without = outputs.stream()
                .filter(Output::isWithoutVolume)
                .map(output -> output.target().source())
                .collect(Collectors.toCollection(HashSet::new));
        outputs.stream()
                .filter(output -> !output.isWithoutVolume())
                .forEach(output -> without.remove(output.target().source()));
        return without;
    }

    /**
     * Records that a batch failed because a volume was gone: the next batch of its sources needs another request id.
     */
    void spend(QmasterBatch batch) {
        batch.order().flatMap(BatchOrder::requestId).ifPresent(spent::add);
    }

    /** Whether it may be submitted again: it was never queued, or a user gave it up. */
    private static boolean counts(SubmissionRecord submission) {
        return submission.isOpen() || submission.result().isPresent();
    }

    private static Work workOf(Target target) {
        return new Work(target.source(), Optional.of(target.setting().file()));
    }

    /** The jobs of a source that no earlier run submitted; empty if there are none. */
    Optional<SourceJobs> remaining(SourceJobs source) {
        List<JobRequest> jobs = source.jobs().stream()
                .filter(job ->
                        !known.contains(new Work(source.source(), job.setting().map(files::absolute))))
                .toList();
        return jobs.isEmpty() ? Optional.empty() : Optional.of(new SourceJobs(source.source(), jobs));
    }

    /** Creates the request for some jobs of a run, with its own request id if the run has one. */
    BatchRequest batchOf(BatchRequest run, List<JobRequest> jobs) {
        BatchRequest batch = run.with(jobs);
        return run.requestId()
                .map(id -> batch.withRequestId(unspent(id + "/" + digest(jobs))))
                .orElse(batch);
    }

    private String unspent(String id) {
        String unspent = id;
        for (int number = 2; spent.contains(unspent); number++) {
            unspent = id + "-" + number;
        }
        return unspent;
    }

    private String digest(List<JobRequest> jobs) {
        String text = jobs.stream()
                .map(job -> files.absolute(job.source()) + "\n" + job.setting().map(files::absolute) + "\n"
                        + job.destination() + "\n" + job.options())
                .collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
