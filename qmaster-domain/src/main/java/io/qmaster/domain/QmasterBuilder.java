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

/** Makes a {@link Qmaster} of everything that differs from the defaults. Not thread-safe. */
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

    /** Sets what remembers submissions; by default a {@link MemoryJournal}. It is not closed by {@link Qmaster#close()}. */
    public QmasterBuilder journal(SubmissionJournal memory) {
        journal = requireNonNull(memory, "journal");
        return this;
    }

    /**
     * Adds passwords of clusters that are known by their address. No journal keeps one: a batch on such a cluster is
     * submitted, and what an earlier program submitted there is queried, only with its password.
     *
     * @param passwords queried where the credentials that were added before know no password
     */
    public QmasterBuilder credentials(Credentials passwords) {
        credentials = credentials.or(requireNonNull(passwords, "credentials"));
        return this;
    }

    /** Sets what looks at sources and outputs; by default {@link LocalFiles}. */
    public QmasterBuilder files(MediaFiles lookout) {
        files = requireNonNull(lookout, "files");
        return this;
    }

    /** Sets all timeouts and limits, and what is done without asking; by default {@link Policy#DEFAULT}. */
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
     * Sets what looks into every output of a batch that ended: a batch fails if an output is not what setting and source
     * promise. By default an output is good if it is there and no longer grows.
     */
    public QmasterBuilder probe(OutputProbe lookout) {
        probe = requireNonNull(lookout, "probe");
        return this;
    }

    /**
     * Sets what runs listeners and what callers attach to completions. By default these run on a bounded number of daemon
     * threads of the backend's timekeeper. What the executor rejects runs there. It must not run tasks on the thread that
     * calls it, and is not shut down by {@link Qmaster#close()}.
     */
    public QmasterBuilder executor(Executor threads) {
        executor = requireNonNull(threads, "executor");
        return this;
    }

    /** Sets where our own ids come from; by default random. For tests that must repeat exactly. */
    public QmasterBuilder submissionIds(Supplier<SubmissionId> ids) {
        submissionIds = requireNonNull(ids, "submissionIds");
        return this;
    }

    /** Makes it. */
    public Qmaster build() {
        return new Qmaster(this);
    }
}
