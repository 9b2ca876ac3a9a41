package io.qmaster.domain.internal;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.QmasterClosedException;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.UnsupportedByEngineException;
import java.util.function.UnaryOperator;

/**
 * Adds to a failure what a use case knows and the port that threw it cannot know: of which submission it is, and whether
 * the engine has its batch.
 */
public final class FailureFates {
    private FailureFates() {}

    /** A port's call. */
    public interface Call<T> {
        /** Makes the call. */
        T make() throws InterruptedException;
    }

    /**
     * Makes a call of which a failure without a fate is completed.
     *
     * @throws QmasterException as the call does
     * @throws InterruptedException if the thread was interrupted
     */
    public static <T> T completing(UnaryOperator<Failure> complete, Call<T> call) throws InterruptedException {
        try {
            return call.make();
        } catch (QmasterException thrown) {
            throw completed(thrown, complete);
        }
    }

    /** The same failure, completed if it has no fate; the original is its cause. */
    public static QmasterException completed(QmasterException thrown, UnaryOperator<Failure> complete) {
        if (thrown.fate().isPresent()) {
            return thrown;
        }
        Failure failure = complete.apply(thrown.failure()).because(thrown);
        // These are what a port may throw without knowing why it was called.
        if (thrown instanceof EngineUnavailableException) {
            return new EngineUnavailableException(failure);
        }
        if (thrown instanceof UnsupportedByEngineException) {
            return new UnsupportedByEngineException(failure);
        }
        if (thrown instanceof StatusException) {
            return new StatusException(failure);
        }
        if (thrown instanceof SettingFileException) {
            return new SettingFileException(failure);
        }
        if (thrown instanceof JournalException) {
            return new JournalException(failure);
        }
        if (thrown instanceof QmasterClosedException) {
            return new QmasterClosedException(failure);
        }
        return thrown;
    }
}
