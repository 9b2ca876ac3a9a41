package io.qmaster.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * Receives the events of batches; added by {@link QmasterBuilder#listener} or {@link Qmaster#addListener}.
 *
 * <p>The events of one batch are delivered in order and never two at once. Those of different batches may be delivered
 * concurrently, on at most four threads of the backend's timekeeper or on the executor of the {@link Qmaster}. A slow
 * or throwing listener delays nothing else. When a hundred events of a batch are queued for a listener, progress events
 * are dropped and the log of the batch says so; {@link BatchEvent.Submitted}, {@link BatchEvent.Adopted} and
 * {@link BatchEvent.Ended} are never dropped. Implemented by library consumers. Implementations must be thread-safe
 * unless they listen to one batch.
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

    /** The state, the status text or the percentage of a batch changed. */
    default void changed(BatchEvent.Changed event) {}

    /** The engine reports a status of a batch that its backend does not know. */
    default void unknownStatus(BatchEvent.UnknownStatus event) {}

    /** A batch was put on hold. */
    default void held(BatchEvent.Held event) {}

    /** A batch is running but makes no progress. */
    default void stalled(BatchEvent.Stalled event) {}

    /** A batch is lost. */
    default void lost(BatchEvent.Lost event) {}

    /** A lost batch is listed again. */
    default void found(BatchEvent.Found event) {}

    /** All batches of the engine disappeared at once. */
    default void engineReset(BatchEvent.EngineReset event) {}

    /** A batch has ended. */
    default void ended(BatchEvent.Ended event) {}

    /**
     * A call waits for another process. Called once for each wait that is not over at once, on the waiting thread.
     *
     * @param reason what the call waits for
     * @param submission the submission that waits; with {@link WaitReason#REQUEST} that of the other process
     * @param holder the other process; empty if it is unknown or is another thread of this {@link Qmaster}
     * @param atMost the longest remaining wait
     */
    default void waiting(WaitReason reason, SubmissionId submission, Optional<Holder> holder, Duration atMost) {}

    /** Why a call waits for another process. */
    enum WaitReason {
        /** The other process is submitting the same request, which is not submitted twice. */
        REQUEST,
        /** The other process is publishing the outputs of the batch, which has ended. */
        OUTPUTS,
        /**
         * The other process is submitting another batch of this computer. When the time is over, the batch is submitted
         * anyway.
         */
        TURN
    }

    /** Calls the method for the type of an event. Override it to receive all events in one method. */
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
