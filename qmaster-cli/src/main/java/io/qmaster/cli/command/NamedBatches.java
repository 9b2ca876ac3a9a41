package io.qmaster.cli.command;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.Qmaster;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches and jobs that a user named, with the engine's answer. What no batch has as its id is looked for among the jobs:
 * only then, since that may take another call of the engine.
 */
final class MeantBatches {
    private final References references;
    private final List<Meant> all;
    private final StatusAnswers answers;

    private MeantBatches(References references, List<Meant> all, StatusAnswers answers) {
        this.references = references;
        this.all = all;
        this.answers = answers;
    }

    /** Finds out what is meant. What fails is reported, and is not among them. */
    static MeantBatches of(List<Meant> named, Invocation invocation, Qmaster qmaster, References references)
            throws InterruptedException {
        StatusAnswers answers = answers(invocation, qmaster, named);
        List<Meant> all = new ArrayList<>();
        for (Meant meant : named) {
            all.add(references.isUnknown(answers, meant) ? references.jobOf(qmaster, meant) : meant);
        }
        return new MeantBatches(references, all, all.equals(named) ? answers : answers(invocation, qmaster, all));
    }

    private static StatusAnswers answers(Invocation invocation, Qmaster qmaster, List<Meant> meant)
            throws InterruptedException {
        return StatusAnswers.to(
                invocation, qmaster, meant.stream().map(Meant::batch).distinct().toList());
    }

    List<Meant> all() {
        return all;
    }

    /**
     * What engine and journal know of one of them.
     *
     * @throws io.qmaster.domain.QmasterException if neither knows it, or its query failed
     */
    BatchRecord view(Meant meant) {
        return meant.in(references.view(answers, meant.batch()));
    }
}
