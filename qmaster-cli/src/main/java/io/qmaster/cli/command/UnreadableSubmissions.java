package io.qmaster.cli.command;

import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.FailureReport;
import io.qmaster.domain.Failure;
import io.qmaster.domain.port.SubmissionJournal.Unreadable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reports the submissions that the journal left out of its lists because it cannot read them, the same message once.
 */
final class UnreadableSubmissions {
    private final Invocation invocation;
    private final Set<String> reported = new HashSet<>();

    UnreadableSubmissions(Invocation invocation) {
        this.invocation = invocation;
    }

    void warn() {
        unreported().forEach(this::warn);
    }

    /**
     * Reports those that may be open as failures, and the others, which need no action, as warnings.
     *
     * @return the exit code that they require
     */
    ExitCode fail() {
        ExitCode code = ExitCode.DONE;
        for (Unreadable unreadable : unreported()) {
            if (unreadable.isOpen()) {
                Failure failure = unreadable.failure();
                failure.submissionId().ifPresent(submission -> EventLog.error(submission, words(failure)));
                invocation.console().fail(new FailureReport(ExitCode.JOURNAL, failure));
                code = ExitCode.JOURNAL;
            } else {
                warn(unreadable);
            }
        }
        return code;
    }

    private void warn(Unreadable unreadable) {
        Failure failure = unreadable.failure();
        invocation.warn(words(failure), failure.submissionId());
    }

    private List<Unreadable> unreported() {
        return invocation.journal().unreadable().stream()
                .filter(unreadable -> reported.add(unreadable.failure().message()))
                .toList();
    }

    private static String words(Failure failure) {
        return failure.message() + "; " + failure.hint();
    }
}
