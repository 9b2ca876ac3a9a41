package io.qmaster.domain.feed;

import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Output;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The sources of one running batch, and whether their volume was missing meanwhile. */
final class FedSources {
    /** Limits how often a source is submitted whose volume disappears each time. */
    private static final int MOST_TIMES = 3;

    private final Map<Path, SourceJobs> known;
    private final Set<Path> sources = new LinkedHashSet<>();
    private boolean isVolumeSeenGone;

    /**
     * Creates an empty set of sources.
     *
     * @param known the sources of the run, by their paths
     */
    FedSources(Map<Path, SourceJobs> known) {
        this.known = known;
    }

    void add(Set<Path> more) {
        sources.addAll(more);
    }

    int size() {
        return sources.size();
    }

    /** A modifiable copy of the sources. */
    Set<Path> sources() {
        return new HashSet<>(sources);
    }

    /** Checks whether the volume of a source is gone now. */
    void look(Volumes volumes) {
        isVolumeSeenGone |= volumes.gone(jobs()).isPresent();
    }

    private List<SourceJobs> jobs() {
        return sources.stream()
                .map(known::get)
                .flatMap(source -> Optional.ofNullable(source).stream())
                .toList();
    }

    /**
     * The jobs to submit again: those that the engine reports as failed while a volume was gone. If the jobs of a
     * source cannot be distinguished, because two have the same setting, they are left out unless all of them failed.
     */
    List<SourceJobs> withoutVolume(BatchResult result, MediaFiles files) {
        if (result.status().state() != BatchState.FAILED) {
            return List.of();
        }
        List<SourceJobs> again = new ArrayList<>();
        for (SourceJobs source : jobs()) {
            List<Output> outputs = result.targets().stream()
                    .filter(output -> output.target().source().equals(source.source()))
                    .toList();
            Set<Path> failed = outputs.stream()
                    .filter(this::isWithoutVolume)
                    .map(Output::target)
                    .map(FedSources::setting)
                    .collect(Collectors.toSet());
            boolean isMixed = outputs.stream()
                    .filter(output -> !isWithoutVolume(output))
                    .map(Output::target)
                    .map(FedSources::setting)
                    .anyMatch(failed::contains);
            List<JobRequest> jobs = source.jobs().stream()
                    .filter(job -> job.setting()
                            .map(files::absolute)
                            .filter(failed::contains)
                            .isPresent())
                    .toList();
            if (!isMixed && !jobs.isEmpty() && source.timesFed() < MOST_TIMES) {
                again.add(source.again(jobs));
            }
        }
        again.forEach(source -> known.put(source.source(), source));
        return again;
    }

    private boolean isWithoutVolume(Output output) {
        return output.isWithoutVolume()
                || (isVolumeSeenGone
                        && output.state() == BatchState.FAILED
                        && output.fault().isEmpty());
    }

    private static Path setting(Target target) {
        return target.setting().file();
    }
}
