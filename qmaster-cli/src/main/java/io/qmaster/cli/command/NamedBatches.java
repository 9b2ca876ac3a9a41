package io.qmaster.cli.command;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.Qmaster;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches and jobs that a user named, with the engine's answer. What no batch has as its id is looked for among the
 * jobs: only then, since that may take another call of the engine.
 */
final class NamedBatches {
    private final References references;
    private final List<BatchOrJob> all;
    private final StatusAnswers answers;

    private NamedBatches(References references, List<BatchOrJob> all, StatusAnswers answers) {
        this.references = references;
        this.all = all;
        this.answers = answers;
    }

    /** Finds the batches. Failures are reported and left out. */
    static NamedBatches of(List<BatchOrJob> named, Invocation invocation, Qmaster qmaster, References references)
            throws InterruptedException {
        StatusAnswers answers = answers(invocation, qmaster, named);
        List<BatchOrJob> all = new ArrayList<>();
        for (BatchOrJob each : named) {
            all.add(references.isUnknown(answers, each) ? references.jobOf(qmaster, each) : each);
        }
        return new NamedBatches(references, all, all.equals(named) ? answers : answers(invocation, qmaster, all));
    }

    private static StatusAnswers answers(Invocation invocation, Qmaster qmaster, List<BatchOrJob> named)
            throws InterruptedException {
        return StatusAnswers.to(
                invocation,
                qmaster,
                named.stream().map(BatchOrJob::batch).distinct().toList());
    }

    List<BatchOrJob> all() {
        return all;
    }

    /**
     * The status of one of them, from engine and journal.
     *
     * @throws io.qmaster.domain.QmasterException if neither knows it, or its query failed
     */
    BatchRecord view(BatchOrJob each) {
        return each.in(references.view(answers, each.batch()));
    }
}
