package io.qmaster.domain.feed;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Failure;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.RequestIdTakenException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.SubmissionTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Submits the request of a claimed file, which a killed process may already have submitted. */
final class EarlierClaims {
    private static final String OPEN = "SUBMISSION_OPEN";

    private final Qmaster qmaster;
    private final Preparation preparation;

    EarlierClaims(Qmaster qmaster, Preparation preparation) {
        this.qmaster = qmaster;
        this.preparation = preparation;
    }

    /**
     * The batch of a request, new or submitted by a killed process.
     *
     * @return empty if there is nothing to submit
     * @throws io.qmaster.domain.QmasterException as {@link Qmaster#submit} does
     */
    Optional<QmasterBatch> submitted(BatchRequest request) throws InterruptedException {
        try {
            return prepared(request);
        } catch (SubmissionTimeoutException open) {
            Optional<SubmissionId> left =
                    open.failure().submissionId().filter(known -> open.code().equals(OPEN));
            if (left.isEmpty()) {
                throw open;
            }
            qmaster.recover(left.get());
            return prepared(request);
        } catch (RequestIdTakenException otherwise) {
            // The options have changed since, but it is the same file.
            return Optional.of(original(request, otherwise));
        }
    }

    private Optional<QmasterBatch> prepared(BatchRequest request) throws InterruptedException {
        Optional<BatchRequest> wanted = preparation.prepared(request);
        return wanted.isPresent() ? Optional.of(qmaster.submit(wanted.get())) : Optional.empty();
    }

    /**
     * The submissions of killed processes of which it is not known whether the engine has them.
     *
     * @param run the beginning of the request ids
     * @param requests the request ids
     */
    List<SubmissionId> unsettled(String run, Set<String> requests) throws InterruptedException {
        return EarlierRuns.unsettled(qmaster, HistoryFilter.REMEMBERED.requestId(run)).stream()
                .filter(submission -> submission
                        .order()
                        .requestId()
                        .filter(requests::contains)
                        .isPresent())
                .map(SubmissionRecord::id)
                .toList();
    }

    /** Looks for the batches of these submissions. */
    void settle(List<SubmissionId> unsettled) throws InterruptedException {
        qmaster.recover(unsettled);
    }

    private QmasterBatch original(BatchRequest request, RequestIdTakenException otherwise) throws InterruptedException {
        HistoryFilter same =
                HistoryFilter.REMEMBERED.requestId(request.requestId().orElseThrow());
        qmaster.recover(EarlierRuns.unsettled(qmaster, same).stream()
                .map(SubmissionRecord::id)
                .toList());
        return qmaster.history(same).stream()
                .map(BatchRecord::batch)
                .flatMap(Optional::stream)
                .findFirst()
                .map(qmaster::attach)
                .orElseThrow(() -> new SubmissionTimeoutException(
                        Failure.unknown(OPEN, otherwise.failure().message() + ", which is not settled yet")
                                .hint("recover the submission"),
                        "an open intention in the journal"));
    }
}
