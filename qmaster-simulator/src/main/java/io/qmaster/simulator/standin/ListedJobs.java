package io.qmaster.simulator.standin;

import io.qmaster.simulator.model.MonitoredBatch;
import io.qmaster.simulator.model.MonitoredBatch.Job;
import io.qmaster.simulator.model.MonitoredBatch.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The jobs of a batch that a monitor lists: those that have started. Clients of Compressor 4 take any other status than
 * {@code Processing} and {@code Successful} for a failure, and 5 lists no jobs of a waiting batch (field reports of
 * 2022 and 2026). With Compressor 5, a failed batch shows only the jobs that failed, and a successful one can omit jobs
 * that finished early (observed with 5.4).
 */
final class ListedJobs {
    private ListedJobs() {}

    static MonitoredBatch of(MonitoredBatch batch, StandInGeneration generation) {
        List<Job> all = SharedJobIds.areUsualIn(generation) ? joined(batch) : batch.jobs();
        List<Job> jobs = all.stream().filter(Job::begun).toList();
        if (!generation.isFifth()) {
            return batch.with(jobs);
        }
        if (batch.status().startsWith("Failed")) {
            jobs = jobs.stream()
                    .filter(job -> job.status().startsWith("Failed"))
                    .toList();
        } else if (batch.status().equals("Successful")) {
            Optional<Instant> last =
                    jobs.stream().flatMap(job -> job.finishedAt().stream()).max(Comparator.naturalOrder());
            jobs = jobs.stream().filter(job -> job.finishedAt().equals(last)).toList();
        }
        return batch.with(jobs);
    }

    /** One entry for all jobs of a source. */
    private static List<Job> joined(MonitoredBatch batch) {
        Map<Path, List<Job>> bySource = new LinkedHashMap<>();
        batch.jobs()
                .forEach(job -> bySource.computeIfAbsent(job.source(), source -> new ArrayList<>())
                        .add(job));
        return bySource.values().stream().map(jobs -> joined(jobs, batch)).toList();
    }

    private static Job joined(List<Job> jobs, MonitoredBatch batch) {
        Job first = jobs.get(0);
        if (jobs.size() == 1) {
            return first;
        }
        boolean alike = jobs.stream().map(Job::status).distinct().count() == 1;
        int percent = (int) jobs.stream()
                .mapToInt(job -> job.progress().percentComplete())
                .average()
                .orElse(0);
        Duration elapsed = jobs.stream()
                .map(job -> job.progress().elapsed())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        boolean done = jobs.stream().allMatch(job -> job.finishedAt().isPresent());
        return new Job(
                first.id(),
                first.name(),
                first.source(),
                alike ? first.status() : batch.status(),
                new Progress(percent, elapsed, Optional.empty()),
                jobs.stream().anyMatch(Job::begun),
                done
                        ? jobs.stream()
                                .flatMap(job -> job.finishedAt().stream())
                                .max(Comparator.naturalOrder())
                        : Optional.empty());
    }
}
