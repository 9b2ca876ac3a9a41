package io.qmaster.simulator;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QueueFate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/** Reports why the state in a directory cannot be used. Immutable. */
final class StateFailures {
    private final Path directory;

    StateFailures(Path directory) {
        this.directory = directory;
    }

    /** Something that may fail because of files or time. */
    @FunctionalInterface
    interface Attempt<A> {
        A take() throws IOException, InterruptedException, TimeoutException;
    }

    /** @throws EngineUnavailableException if it fails because of files or time */
    <A> A reporting(Attempt<A> attempt) throws InterruptedException {
        try {
            return attempt.take();
        } catch (CommandLog.Doubtful doubtful) {
            throw new EngineUnavailableException(
                    failure("SIMULATOR_STATE_UNUSABLE", doubtful).fate(QueueFate.UNKNOWN));
        } catch (TimeoutException late) {
            throw new EngineUnavailableException(failure("SIMULATOR_BUSY", late).worthRetrying());
        } catch (UncheckedIOException failed) {
            throw unusable(Objects.requireNonNull(failed.getCause()));
        } catch (IOException failed) {
            throw unusable(failed);
        }
    }

    private EngineUnavailableException unusable(IOException failed) {
        return new EngineUnavailableException(failure("SIMULATOR_STATE_UNUSABLE", failed)
                .hint("name a folder on a local disk that you may write, or remove this one to start over"));
    }

    private Failure failure(String code, Exception cause) {
        return Failure.withoutSubmission(
                        code, "the simulator's state in " + directory + " cannot be used: " + reason(cause))
                .because(cause);
    }

    /** Some messages of Java consist of the name of a file. */
    static String reason(Exception failed) {
        if (failed instanceof FileSystemException system && system.getReason() == null && system.getFile() != null) {
            if (failed instanceof AccessDeniedException) {
                return system.getFile() + ": access denied";
            }
            return system.getFile()
                    + (failed instanceof NoSuchFileException ? ": no such file" : ": no reason was given");
        }
        return failed.getMessage() == null ? "no reason was given" : failed.getMessage();
    }
}
