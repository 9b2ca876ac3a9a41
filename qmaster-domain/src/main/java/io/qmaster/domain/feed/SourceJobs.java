package io.qmaster.domain.feed;

import io.qmaster.domain.JobRequest;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A source with all of its jobs, which stay together in one batch.
 *
 * @param source its absolute path
 * @param jobs at least one
 * @param timesFed how often it was submitted before in this run
 */
record SourceJobs(Path source, List<JobRequest> jobs, int timesFed) {
    /** Creates jobs that were not submitted before. */
    SourceJobs(Path source, List<JobRequest> jobs) {
        this(source, jobs, 0);
    }

    /** Some of the jobs, which are to be submitted again. */
    SourceJobs again(List<JobRequest> some) {
        return new SourceJobs(source, some, timesFed + 1);
    }

    /** The fixed part of the arguments of a job, in bytes; more than the average. */
    private static final int WORDS_OF_A_JOB = 128;

    /** The bytes of a character: up to three in UTF-8; nine in a URL, which is rare. */
    private static final int BYTES_OF_A_CHARACTER = 3;

    /** The sources of some jobs in an order, each job once; the same order in every run. */
    static List<SourceJobs> of(List<JobRequest> jobs, FeedOrder order, MediaFiles files) {
        Map<Path, List<JobRequest>> bySource = new LinkedHashMap<>();
        jobs.forEach(job -> bySource.computeIfAbsent(files.absolute(job.source()), any -> new ArrayList<>())
                .add(job));
        List<SourceJobs> sources = new ArrayList<>();
        bySource.forEach((source, ofSource) ->
                sources.add(new SourceJobs(source, ofSource.stream().distinct().toList())));
        switch (order) {
            case GIVEN -> {}
            case NAME -> sources.sort(Comparator.comparing(SourceJobs::source));
            case OLDEST -> sort(sources, Comparator.comparing(FileFacts::modified), files);
            case SMALLEST -> sort(sources, Comparator.comparing(FileFacts::bytes), files);
        }
        return sources;
    }

    private static void sort(List<SourceJobs> sources, Comparator<FileFacts> order, MediaFiles files) {
        Map<SourceJobs, FileFacts> facts = new HashMap<>();
        sources.forEach(each -> facts.put(each, seen(each.source(), files)));
        sources.sort(Comparator.comparing((SourceJobs each) -> facts.get(each), order)
                .thenComparing(SourceJobs::source));
    }

    /** A missing file is last: it may exist by then. */
    private static FileFacts seen(Path source, MediaFiles files) {
        try {
            FileFacts facts = files.look(source);
            return facts.exists() ? facts : unseen();
        } catch (VolumeNotAnsweringException notNow) {
            return unseen();
        }
    }

    private static FileFacts unseen() {
        return new FileFacts(FileFacts.Kind.MISSING, Long.MAX_VALUE, Instant.MAX, false);
    }

    /** An estimate of the bytes of a command that it takes, rather too large than too small. */
    int commandBytes() {
        return jobs.stream().mapToInt(SourceJobs::commandBytes).sum();
    }

    private static int commandBytes(JobRequest job) {
        return WORDS_OF_A_JOB
                + BYTES_OF_A_CHARACTER
                        * (job.source().toString().length()
                                + job.setting()
                                        .map(file -> file.toString().length())
                                        .orElse(0)
                                + job.destination()
                                        .map(where -> where.toString().length())
                                        .orElse(0));
    }
}
