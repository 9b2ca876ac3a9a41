package io.qmaster.domain.internal.order;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Output;
import io.qmaster.domain.Remaining;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds outputs that are complete and unchanged according to the journal. */
public final class CompletedWork {
    private final QmasterContext context;
    private final OrderResolver orders;

    /** Uses the journal of these surroundings. */
    public CompletedWork(QmasterContext context, OrderResolver orders) {
        this.context = context;
        this.orders = orders;
    }

    /** The part of a request that still has to be done. */
    public Remaining remaining(BatchRequest request) {
        List<Target> targets = orders.targets(request, SubmissionId.random());
        List<JobRequest> jobs = new ArrayList<>();
        List<Target> left = new ArrayList<>();
        List<Output> complete = new ArrayList<>();
        for (Target target : targets) {
            Optional<Output> done = made(target)
                    .filter(output -> isSameWork(output.target(), target) && isUnchanged(output))
                    .findFirst();
            if (done.isPresent()) {
                complete.add(done.get().of(target));
            } else {
                left.add(target);
                jobs.add(request.jobs().get(target.index()));
            }
        }
        return new Remaining(jobs.isEmpty() ? Optional.empty() : Optional.of(request.with(jobs)), complete, left);
    }

    /** The outputs that were made at the path of a target. */
    private Stream<Output> made(Target target) {
        return context.journal().claimants(context.files().identity(target.plannedPath())).stream()
                .map(JournalEntry::result)
                .flatMap(Optional::stream)
                .map(BatchResult::targets)
                .flatMap(List::stream)
                .filter(Output::isGood);
    }

    private static boolean isSameWork(Target made, Target wanted) {
        return made.isSameWork(wanted)
                && made.sourceMark().equals(wanted.sourceMark())
                && made.settingMark().equals(wanted.settingMark());
    }

    private boolean isUnchanged(Output output) {
        try {
            return output.path()
                    .filter(path -> KnownOutput.matches(output, path, context.files()))
                    .isPresent();
        } catch (VolumeNotAnsweringException | UncheckedIOException unknown) {
            return false;
        }
    }
}
