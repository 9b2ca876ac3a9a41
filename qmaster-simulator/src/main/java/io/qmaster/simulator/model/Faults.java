package io.qmaster.simulator.model;

import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Trigger;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides which faults apply to a call. Calls are counted from 1. */
final class Faults {
    private final List<Fault> faults;
    private final Chance chance;
    private final long[] applied;
    private long submissions;
    private long questions;

    Faults(Scenario scenario, Chance chance) {
        this.faults = scenario.faults();
        this.chance = chance;
        this.applied = new long[faults.size()];
    }

    /** The faults of the next submission, in the order of the scenario. */
    List<Fault> ofSubmission(String batchName, Duration sinceStart) {
        submissions++;
        return matching(false, sinceStart, submissions, Optional.of(batchName));
    }

    /** The fault of the next status query. */
    Optional<Fault.StatusFails> ofQuestion(Duration sinceStart) {
        questions++;
        return matching(true, sinceStart, questions, Optional.empty()).stream()
                .map(Fault.StatusFails.class::cast)
                .findFirst();
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(submissions);
        out.writeLong(questions);
        for (long times : applied) {
            out.writeLong(times);
        }
    }

    void restore(DataInput in) throws IOException {
        submissions = in.readLong();
        questions = in.readLong();
        for (int at = 0; at < applied.length; at++) {
            applied[at] = in.readLong();
        }
    }

    private List<Fault> matching(boolean question, Duration sinceStart, long call, Optional<String> name) {
        List<Fault> all = new ArrayList<>();
        for (int at = 0; at < faults.size(); at++) {
            Fault fault = faults.get(at);
            Optional<Trigger> when = trigger(fault).filter(trigger -> question == fault instanceof Fault.StatusFails);
            if (when.isPresent() && applies(at, when.get(), sinceStart, call, name)) {
                applied[at]++;
                all.add(fault);
            }
        }
        return all;
    }

    private boolean applies(int at, Trigger when, Duration sinceStart, long call, Optional<String> name) {
        return when.fits(sinceStart, call, name)
                && (when.atMost().isEmpty() || applied[at] < when.atMost().getAsLong())
                && (when.probability().isEmpty()
                        || chance.unit("fault " + at, "call " + call, "strikes")
                                < when.probability().getAsDouble());
    }

    private static Optional<Trigger> trigger(Fault fault) {
        if (fault instanceof Fault.SubmissionHangs hangs) {
            return Optional.of(hangs.when());
        }
        if (fault instanceof Fault.Noise noise) {
            return Optional.of(noise.when());
        }
        if (fault instanceof Fault.SubmissionRefused refused) {
            return Optional.of(refused.when());
        }
        if (fault instanceof Fault.BatchIdMissing missing) {
            return Optional.of(missing.when());
        }
        if (fault instanceof Fault.StatusFails fails) {
            return Optional.of(fails.when());
        }
        if (fault instanceof Fault.BatchVanishes vanishes) {
            return Optional.of(vanishes.when());
        }
        if (fault instanceof Fault.JobFails fails) {
            return Optional.of(fails.when());
        }
        if (fault instanceof Fault.Habit habit) {
            return Optional.of(habit.when());
        }
        return fault instanceof Fault.OutputSpoiled spoiled ? Optional.of(spoiled.when()) : Optional.empty();
    }
}
