package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.FailureReport;
import io.qmaster.domain.QmasterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does one thing for each of several batches: a failure of one is told and keeps nobody from the others, a signal does. */
final class Outcomes {
    private final Invocation invocation;
    private final List<ExitCode> codes = new ArrayList<>();

    Outcomes(Invocation invocation) {
        this.invocation = invocation;
    }

    /** What is done for one batch. */
    @FunctionalInterface
    interface Deed<T> {
        T done() throws InterruptedException;
    }

    /** Does it; empty if it failed. */
    <T> Optional<T> attempt(Deed<T> deed) throws InterruptedException {
        try {
            return Optional.of(deed.done());
        } catch (CommandFailure failed) {
            if (failed.exitCode().isOfSignal()) {
                throw failed;
            }
            return told(failed);
        } catch (QmasterException failed) {
            return told(failed);
        }
    }

    private <T> Optional<T> told(RuntimeException failed) {
        FailureReport report = FailureReport.of(failed).in(invocation.submission());
        invocation.console().fail(report);
        codes.add(report.exitCode());
        return Optional.empty();
    }

    /** Notes what one of them came to. */
    void add(ExitCode code) {
        codes.add(code);
    }

    ExitCode worst() {
        return ExitCode.worst(codes);
    }
}
