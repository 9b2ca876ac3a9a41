package io.qmaster.domain.internal;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Policy;
import io.qmaster.domain.WaitLimits;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.SubmissionJournal;
import java.util.Optional;

/**
 * What every batch of one {@link io.qmaster.domain.Qmaster} shares.
 *
 * @param backend the engine
 * @param journal what remembers submissions
 * @param files what looks at outputs
 * @param policy how patient we are
 * @param probe what probes outputs, if one was given
 * @param credentials the passwords of clusters that are known by their address
 * @param callbacks the listeners, where they run, and what callers attach to completions
 * @param lifetime whether the {@link io.qmaster.domain.Qmaster} was closed
 */
public record Surroundings(
        LimitedBackend backend,
        SubmissionJournal journal,
        MediaFiles files,
        Policy policy,
        Optional<OutputProbe> probe,
        Credentials credentials,
        Callbacks callbacks,
        Lifetime lifetime) {
    /** Without anything that looks into outputs, and without passwords. */
    public Surroundings(Backend backend, SubmissionJournal journal, MediaFiles files, Policy policy) {
        this(
                new LimitedBackend(backend, policy.engineCalls()),
                journal,
                files,
                policy,
                Optional.empty(),
                Credentials.NONE,
                new Callbacks(backend.timekeeper(), Optional.empty()),
                new Lifetime());
    }

    /** When a query of the status that begins now must have ended. */
    public Deadline statusDeadline() {
        return Deadline.after(policy.statusTimeout(), backend.timekeeper());
    }

    /** When a call that controls a batch and begins now must have ended. */
    public Deadline controlDeadline() {
        return Deadline.after(policy.controlTimeout(), backend.timekeeper());
    }

    /** Why the status of a batch cannot be queried: without its password, its cluster would not report it. */
    public Optional<String> unaskable(BatchReference batch) {
        return credentials.suffice(batch.cluster())
                ? Optional.empty()
                : Optional.of("the password of its cluster " + batch.cluster().displayName()
                        + " is not kept: name the address again");
    }

    /** Why a wait within these limits is impossible: one of them would have to cancel, and the engine cannot. */
    public Optional<Failure> objection(WaitLimits limits) {
        return limits.mayCancel() && !backend.capabilities().contains(Capability.CONTROL)
                ? Optional.of(Failure.withoutSubmission(
                                "UNSUPPORTED",
                                "the backend \"" + backend.name() + "\" cannot cancel a batch whose time runs out")
                        .hint("leave the batch running on a timeout, or give no limit"))
                : Optional.empty();
    }
}
