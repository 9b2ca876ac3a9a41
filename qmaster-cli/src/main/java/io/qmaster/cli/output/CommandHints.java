package io.qmaster.cli.output;

import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.SubmissionTimeoutException;
import java.util.Map;
import java.util.Optional;

/** The commands that help with a failure, by its code. The domain does not know this program. */
final class CommandHints {
    /** Replaced by the id of the submission. */
    private static final String SUBMISSION = "{submission}";

    /** Replaced by the id of the batch, or by that of the submission if there is no batch. */
    private static final String BATCH = "{batch}";

    private static final Map<String, String> BY_CODE = Map.ofEntries(
            Map.entry(
                    "BATCH_LOST",
                    "the engine may have been reset: check its queue; if the batch no longer exists, give it up with"
                            + " `qmaster recover --give-up {submission}`, after which `qmaster retry {submission}`"
                            + " submits it again"),
            Map.entry(
                    "OUTPUT_NOT_PUBLISHED",
                    "fix what is in the way; then `qmaster recover {submission}` moves it to its place"),
            Map.entry(
                    "RETRY_OPEN",
                    "wait for it, or settle it with `qmaster recover {submission}`; if it cannot be found, give it up with"
                            + " `qmaster recover --give-up {submission}`"),
            Map.entry("RETRY_COMPLETE", "submit it again with another destination, or with --overwrite"),
            Map.entry(
                    "GIVE_UP_SUBMITTING",
                    "wait for that program or end it, then settle the submission with `qmaster recover {submission}`"),
            Map.entry("GIVE_UP_HELD", "end that program first: a waiting `qmaster submit --wait`, or the agent"),
            Map.entry("GIVE_UP_SHOWN", "wait for it with `qmaster wait {batch}`, or `qmaster cancel {batch}`"),
            Map.entry(
                    "SUBMISSION_OPEN",
                    "wait for the program that submits it, or settle it with `qmaster recover {submission}`"),
            Map.entry(
                    "JOURNAL_TOO_OLD",
                    "settle what is open with that version (`qmaster recover`), then move the file away; or choose another"
                            + " folder with --state-dir"));

    private static final String FAILED =
            "see its log with `qmaster logs {batch}`; submit what failed again with `qmaster retry {batch}`";

    private static final String UNSETTLED = "check the engine's queue before you submit it again: it could run twice;"
            + " settle it with `qmaster recover {submission}`, and if that cannot, add --give-up";

    private static final String NO_SETTING =
            "list the settings with `qmaster settings`, or give the path of a setting file";

    private CommandHints() {}

    /** The failure with the commands that help, if there are any. */
    static Failure addedTo(QmasterException failed) {
        Failure failure = failed.failure();
        return template(failed)
                .flatMap(template -> filled(template, failure))
                .map(failure::hint)
                .orElse(failure);
    }

    /** A hint with the ids of a failure; empty if it names one that the failure lacks. */
    private static Optional<String> filled(String template, Failure failure) {
        Optional<String> submission = failure.submissionId().map(Object::toString);
        // Batches of other programs can be neither retried nor given up.
        if (submission.isEmpty() && template.contains("{")) {
            return Optional.empty();
        }
        String batch = failure.batch().map(known -> known.id().value()).orElse(submission.orElse(""));
        return Optional.of(template.replace(SUBMISSION, submission.orElse("")).replace(BATCH, batch));
    }

    private static Optional<String> template(QmasterException failed) {
        Failure failure = failed.failure();
        String known = BY_CODE.get(failure.code());
        if (known != null) {
            return Optional.of(known);
        }
        if (failed instanceof BatchFailedException) {
            return Optional.of(FAILED);
        }
        if (failed instanceof SubmissionTimeoutException && failure.fate().equals(Optional.of(QueueFate.UNKNOWN))) {
            return Optional.of(UNSETTLED);
        }
        return failure.code().equals("SETTING_UNKNOWN") && !failure.hint().startsWith("did you mean")
                ? Optional.of(NO_SETTING)
                : Optional.empty();
    }
}
