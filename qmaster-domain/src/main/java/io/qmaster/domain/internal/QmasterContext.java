package io.qmaster.domain.internal;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Policy;
import io.qmaster.domain.WaitLimits;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.SubmissionJournal;
import java.util.Optional;

/** What all batches of one {@link io.qmaster.domain.Qmaster} share. Thread-safe. */
public record QmasterContext(
        LimitedBackend backend,
        SubmissionJournal journal,
        MediaFiles files,
        Policy policy,
        Optional<OutputProbe> probe,
        Credentials credentials,
        Callbacks callbacks,
        Lifetime lifetime) {
    /** The deadline of a status query that starts now. */
    public Deadline statusDeadline() {
        return Deadline.after(policy.statusTimeout(), backend.timekeeper());
    }

    /** The deadline of a control call that starts now. */
    public Deadline controlDeadline() {
        return Deadline.after(policy.controlTimeout(), backend.timekeeper());
    }

    /** Why the status of a batch cannot be queried: the password of its cluster is missing. */
    public Optional<String> missingPassword(BatchReference batch) {
        return credentials.suffice(batch.cluster())
                ? Optional.empty()
                : Optional.of("the password of its cluster " + batch.cluster().displayName()
                        + " is not stored: give the address again with the password");
    }

    /** Why a wait within limits is impossible: a limit would cancel the batch, and the engine cannot. */
    public Optional<Failure> objection(WaitLimits limits) {
        return limits.mayCancel() && !backend.capabilities().contains(Capability.CONTROL)
                ? Optional.of(Failure.withoutSubmission(
                                "UNSUPPORTED",
                                "the backend \"" + backend.name() + "\" cannot cancel a batch when a limit expires")
                        .hint("leave the batch running when a limit expires, or set no limit"))
                : Optional.empty();
    }
}
