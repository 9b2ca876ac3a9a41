package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.internal.Listening;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.MemoryJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Qmaster}. For library consumers. Not thread-safe. */
public final class QmasterBuilder {
    final Backend backend;
    final List<BatchListener> listeners = new ArrayList<>();
    SubmissionJournal journal = new MemoryJournal();
    MediaFiles files = new LocalFiles();
    Policy policy = Policy.DEFAULT;
    Credentials credentials = Credentials.NONE;
    Supplier<SubmissionId> submissionIds = SubmissionId::random;

    @Nullable
    OutputProbe probe;

    @Nullable
    Executor executor;

    QmasterBuilder(Backend backend) {
        this.backend = requireNonNull(backend, "backend");
    }

    /**
     * Sets the journal of submissions; by default a {@link MemoryJournal}. {@link Qmaster#close()} does not close it.
     */
    public QmasterBuilder journal(SubmissionJournal submissions) {
        journal = requireNonNull(submissions, "journal");
        return this;
    }

    /**
     * Adds passwords of clusters with an address. No journal stores one: a batch on such a cluster can be submitted and
     * queried, also after a restart, only with its password.
     *
     * @param passwords queried where the credentials added before have no password
     */
    public QmasterBuilder credentials(Credentials passwords) {
        credentials = credentials.or(requireNonNull(passwords, "credentials"));
        return this;
    }

    /** Sets the access to sources and outputs; by default {@link LocalFiles}. */
    public QmasterBuilder files(MediaFiles access) {
        files = requireNonNull(access, "files");
        return this;
    }

    /** Sets all timeouts, limits and automatic actions; by default {@link Policy#DEFAULT}. */
    public QmasterBuilder policy(Policy rules) {
        policy = requireNonNull(rules, "policy");
        return this;
    }

    /** Adds a listener of all batches. {@link Qmaster#addListener} adds one that can be removed. */
    public QmasterBuilder listener(BatchListener listener) {
        listeners.add(requireNonNull(listener, "listener"));
        return this;
    }

    /** Adds a function that is called with every event of all batches, as a {@link BatchListener} is. */
    public QmasterBuilder onEvent(Consumer<BatchEvent> consumer) {
        return listener(Listening.listener(requireNonNull(consumer, "consumer")));
    }

    /**
     * Sets the probe of outputs: a batch fails if an output does not match its setting and source. By default an output
     * is valid if it exists and no longer grows.
     */
    public QmasterBuilder probe(OutputProbe mediaProbe) {
        probe = requireNonNull(mediaProbe, "probe");
        return this;
    }

    /**
     * Sets the executor of listeners and of what callers attach to completions. By default these run on a bounded
     * number of daemon threads of the backend's timekeeper, as do tasks that the executor rejects. The executor must
     * not run tasks on the thread that calls it; {@link Qmaster#close()} does not shut it down.
     */
    public QmasterBuilder executor(Executor threads) {
        executor = requireNonNull(threads, "executor");
        return this;
    }

    /** Sets the source of submission ids; by default random. For reproducible tests. */
    public QmasterBuilder submissionIds(Supplier<SubmissionId> ids) {
        submissionIds = requireNonNull(ids, "submissionIds");
        return this;
    }

    /** Builds it. */
    public Qmaster build() {
        return new Qmaster(this);
    }
}
