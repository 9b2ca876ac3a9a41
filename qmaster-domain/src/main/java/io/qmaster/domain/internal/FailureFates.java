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

/** Adds to a failure of a port what only the use case knows: the submission, and whether the engine has its batch. */
public final class FailureFates {
    private FailureFates() {}

    /** A call of a port. */
    public interface Call<T> {
        /** Makes the call. */
        T make() throws InterruptedException;
    }

    /** Makes a call and completes a failure without a fate. */
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
        // The exceptions that a port may throw without knowing the submission.
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
