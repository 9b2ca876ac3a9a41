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
     * Another process is waited for. Called once for each wait, in the thread that waits, when that takes longer than a
     * moment.
     *
     * @param reason what it is waited for
     * @param submission the submission that waits; with {@link WaitReason#REQUEST} that of the other process
     * @param holder the other process, if it is known; empty also if it is another thread of this {@link Qmaster}
     * @param atMost how much longer it is waited for
     */
    default void waiting(WaitReason reason, SubmissionId submission, Optional<Holder> holder, Duration atMost) {}

    /** Why another process is waited for. */
    enum WaitReason {
        /** It is submitting the same request, which is not submitted again. */
        REQUEST,
        /** It is bringing the outputs of the batch, which has ended, to their place. */
        OUTPUTS,
        /** It is submitting another batch of this computer. When the time is over the batch is submitted all the same. */
        TURN
    }

    /** Any event: calls the method for it. Override this one to receive all events in one place. */
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
