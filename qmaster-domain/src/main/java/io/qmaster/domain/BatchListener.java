package io.qmaster.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * Is called with what happens to batches; added by {@link QmasterBuilder#listener} or {@link Qmaster#addListener}.
 *
 * <p>The events of one batch come in order and never two at once; those of different batches may come at the same time,
 * at most four on the threads of the backend's timekeeper, unless the {@link io.qmaster.domain.Qmaster} was given an executor.
 * A slow or throwing listener delays nothing else. For one that is so slow that a hundred events of a batch wait, progress is
 * dropped and the log of the batch says so; {@link BatchEvent.Submitted}, {@link BatchEvent.Adopted} and
 * {@link BatchEvent.Ended} never are.
 */
public interface BatchListener {
    /** The engine has a batch. */
    default void submitted(BatchEvent.Submitted event) {}

    /** A request was not submitted, or may not have been. */
    default void refused(BatchEvent.Refused event) {}

    /** A batch of an earlier program is watched again. */
    default void adopted(BatchEvent.Adopted event) {}

    /** A query for the status of a batch failed. */
    default void statusUnread(BatchEvent.StatusUnread event) {}

    /** The journal could not be written. */
    default void journalUnwritten(BatchEvent.JournalUnwritten event) {}

    /** State, words or per cent of a batch changed. */
    default void changed(BatchEvent.Changed event) {}

    /** The engine reports a status of a batch that its backend does not know. */
    default void unknownStatus(BatchEvent.UnknownStatus event) {}

    /** Somebody put a batch on hold. */
    default void held(BatchEvent.Held event) {}

    /** A batch runs, but makes no progress. */
    default void stalled(BatchEvent.Stalled event) {}

    /** A batch is out of sight. */
    default void lost(BatchEvent.Lost event) {}

    /** A lost batch is back. */
    default void found(BatchEvent.Found event) {}

    /** Every batch of the engine went out of sight at once. */
    default void engineReset(BatchEvent.EngineReset event) {}

    /** A batch has ended. */
    default void ended(BatchEvent.Ended event) {}

    /**
     * A request that another process is submitting at this moment is not submitted again; that process is waited for.
     * Called once, in the thread that submits, when that
     * takes longer than a moment.
     *
     * @param submission the submission of the other process
     * @param holder the process; empty if it is another thread of this {@link io.qmaster.domain.Qmaster}
     * @param atMost how much longer it is waited for
     */
    default void waitingFor(SubmissionId submission, Optional<Holder> holder, Duration atMost) {}

    /**
     * The outputs of a batch that has ended are being brought to their place by another process; that process is waited for.
     * Called once for a batch, when that takes longer than a moment.
     *
     * @param submission the submission of the batch
     * @param holder the process, if it is known
     * @param atMost how much longer it is waited for
     */
    default void waitingForOutputs(SubmissionId submission, Optional<Holder> holder, Duration atMost) {}

    /**
     * Another process of this computer is submitting a batch; its turn is waited for. Called once for an attempt, when that
     * takes longer than a moment.
     *
     * @param submission the submission that waits
     * @param holder the process, if it is known
     * @param atMost how much longer it is waited for; then the batch is submitted all the same
     */
    default void waitingForTurn(SubmissionId submission, Optional<Holder> holder, Duration atMost) {}

    /** Any event: calls the method that is meant. Override this one to be told of all in one place. */
    default void on(BatchEvent event) {
        if (event instanceof BatchEvent.Submitted submitted) {
            submitted(submitted);
        } else if (event instanceof BatchEvent.Refused refused) {
            refused(refused);
        } else if (event instanceof BatchEvent.Adopted adopted) {
            adopted(adopted);
        } else if (event instanceof BatchEvent.StatusUnread unread) {
            statusUnread(unread);
        } else if (event instanceof BatchEvent.JournalUnwritten unwritten) {
            journalUnwritten(unwritten);
        } else if (event instanceof BatchEvent.Changed changed) {
            changed(changed);
        } else if (event instanceof BatchEvent.UnknownStatus unknown) {
            unknownStatus(unknown);
        } else if (event instanceof BatchEvent.Held held) {
            held(held);
        } else if (event instanceof BatchEvent.Stalled stalled) {
            stalled(stalled);
        } else if (event instanceof BatchEvent.Lost lost) {
            lost(lost);
        } else if (event instanceof BatchEvent.Found found) {
            found(found);
        } else if (event instanceof BatchEvent.EngineReset reset) {
            engineReset(reset);
        } else if (event instanceof BatchEvent.Ended ended) {
            ended(ended);
        }
    }
}
