package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.FailureReport;
import io.qmaster.domain.QmasterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Acts on each of several batches: a failure of one is reported and the others continue, but a signal ends the action.
 */
final class Outcomes {
    private final Invocation invocation;
    private final List<ExitCode> codes = new ArrayList<>();

    Outcomes(Invocation invocation) {
        this.invocation = invocation;
    }

    /** The action on one batch. */
    @FunctionalInterface
    interface Deed<T> {
        T done() throws InterruptedException;
    }

    /** Acts on one batch; empty if that failed. */
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

    /** Adds the exit code of one of them. */
    void add(ExitCode code) {
        codes.add(code);
    }

    ExitCode worst() {
        return ExitCode.worst(codes);
    }
}
