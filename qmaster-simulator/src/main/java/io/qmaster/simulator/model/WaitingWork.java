package io.qmaster.simulator.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/**
 * The work in the queue of a cluster that is neither running nor complete: segments to encode and jobs to join, each in
 * the order in which the controller assigns it. Every change of a job is reported here, so that the cost of an event
 * does not grow with the queue.
 */
final class WaitingWork {
    private final TreeSet<Segment> segments = new TreeSet<>(Segment.TURN);
    private final TreeSet<Job> joins = new TreeSet<>(Job.TURN);
    private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparing(Later::from));

    /** A job with work that may not start before a moment. */
    private record Later(Instant from, Job job) {}

    /** Updates all work of a job. */
    void update(Job job, Instant now) {
        Instant dispatched = job.batch().availableFrom();
        if (now.isBefore(dispatched)) {
            later.add(new Later(dispatched, job));
            return;
        }
        job.segments().forEach(segment -> update(segment, now));
        updateJoining(job, now);
    }

    /** Updates a segment. */
    void update(Segment segment, Instant now) {
        if (mayBegin(segment.job(), segment.work(), now)) {
            segments.add(segment);
        } else {
            segments.remove(segment);
        }
    }

    /** Updates whether the segments of a job are to be joined. */
    void updateJoining(Job job, Instant now) {
        if (job.isEncoded() && mayBegin(job, job.joining(), now)) {
            joins.add(job);
        } else {
            joins.remove(job);
        }
    }

    /** Removes the work of a job, before it is planned again. */
    void remove(Job job) {
        job.segments().forEach(segments::remove);
        joins.remove(job);
    }

    /** Removes and returns all jobs whose segments are to be joined, in order. */
    List<Job> takeJoins(Instant now) {
        updateThoseDue(now);
        if (joins.isEmpty()) {
            return List.of();
        }
        List<Job> taken = List.copyOf(joins);
        joins.clear();
        return taken;
    }

    /** Removes and returns the next segment. */
    Optional<Segment> takeSegment(Instant now) {
        updateThoseDue(now);
        return Optional.ofNullable(segments.pollFirst());
    }

    private void updateThoseDue(Instant now) {
        if (later.isEmpty() || later.peek().from().isAfter(now)) {
            return;
        }
        Set<Job> due = new LinkedHashSet<>();
        for (Later next = later.peek(); next != null && !next.from().isAfter(now); next = later.peek()) {
            due.add(later.remove().job());
        }
        due.forEach(job -> update(job, now));
    }

    private boolean mayBegin(Job job, Work work, Instant now) {
        if (!work.isIdle() || job.isHeld() || job.isEnded()) {
            return false;
        }
        if (now.isBefore(work.notBefore())) {
            later.add(new Later(work.notBefore(), job));
            return false;
        }
        return true;
    }
}
