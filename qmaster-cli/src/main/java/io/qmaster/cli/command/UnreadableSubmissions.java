package io.qmaster.cli.command;

import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.FailureReport;
import io.qmaster.domain.Failure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reports the submissions that the journal left out of its lists since it cannot read them: each in the same words once. */
final class UnreadableSubmissions {
    private final Invocation invocation;
    private final Set<String> reported = new HashSet<>();

    UnreadableSubmissions(Invocation invocation) {
        this.invocation = invocation;
    }

    /** Warns of them. */
    void warn() {
        for (Failure failure : unreported()) {
            String words = words(failure);
            failure.submissionId().ifPresent(submission -> EventLog.warn(submission, words));
            invocation.console().warn(words, failure.submissionId());
        }
    }

    /**
     * Reports them as failures.
     *
     * @return what the program is to exit with because of them
     */
    ExitCode fail() {
        List<Failure> failures = unreported();
        for (Failure failure : failures) {
            failure.submissionId().ifPresent(submission -> EventLog.error(submission, words(failure)));
            invocation.console().fail(new FailureReport(ExitCode.JOURNAL, failure));
        }
        return failures.isEmpty() ? ExitCode.DONE : ExitCode.JOURNAL;
    }

    private List<Failure> unreported() {
        return invocation.journal().unreadable().stream()
                .filter(failure -> reported.add(failure.message()))
                .toList();
    }

    private static String words(Failure failure) {
        return failure.message() + "; " + failure.hint();
    }
}
