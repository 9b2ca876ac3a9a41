package io.qmaster.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The part of a request that still has to be done. For library consumers. Immutable and thread-safe.
 *
 * @param request the jobs that are left; empty if all are complete
 * @param complete the outputs that already exist, each with its target in the whole request
 * @param left the targets that are left, one for each job of the request; empty for a request that was already
 *     submitted
 */
public record Remaining(Optional<BatchRequest> request, List<Output> complete, List<Target> left) {
    /** Copies the lists. */
    public Remaining {
        Nulls.refuse(Remaining.class, request, complete, left);
        complete = List.copyOf(complete);
        left = List.copyOf(left);
    }

    /**
     * The same without targets whose outputs are complete according to another source than the journal.
     *
     * @param outputs outputs of targets in {@link #left()}
     */
    public Remaining without(List<Output> outputs) {
        Set<Integer> made =
                outputs.stream().map(output -> output.target().index()).collect(Collectors.toSet());
        List<Output> all = new ArrayList<>(complete);
        all.addAll(outputs);
        List<Target> others =
                left.stream().filter(target -> !made.contains(target.index())).toList();
        return new Remaining(
                request.filter(whole -> !others.isEmpty())
                        .map(whole -> whole.with(IntStream.range(0, left.size())
                                .filter(at -> !made.contains(left.get(at).index()))
                                .mapToObj(whole.jobs()::get)
                                .toList())),
                all,
                others);
    }
}
