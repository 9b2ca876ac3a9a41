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

/** Decides which faults strike a call. Calls are counted from 1. */
final class Faults {
    private final List<Fault> faults;
    private final Chance chance;
    private final long[] struck;
    private long submissions;
    private long questions;

    Faults(Scenario scenario, Chance chance) {
        this.faults = scenario.faults();
        this.chance = chance;
        this.struck = new long[faults.size()];
    }

    /** The faults that strike the next submission, in the order of the scenario. */
    List<Fault> ofSubmission(String batchName, Duration sinceStart) {
        submissions++;
        return striking(false, sinceStart, submissions, Optional.of(batchName));
    }

    /** The fault that strikes the next question for status. */
    Optional<Fault.StatusFails> ofQuestion(Duration sinceStart) {
        questions++;
        return striking(true, sinceStart, questions, Optional.empty()).stream()
                .map(Fault.StatusFails.class::cast)
                .findFirst();
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(submissions);
        out.writeLong(questions);
        for (long times : struck) {
            out.writeLong(times);
        }
    }

    void restore(DataInput in) throws IOException {
        submissions = in.readLong();
        questions = in.readLong();
        for (int at = 0; at < struck.length; at++) {
            struck[at] = in.readLong();
        }
    }

    private List<Fault> striking(boolean question, Duration sinceStart, long call, Optional<String> name) {
        List<Fault> all = new ArrayList<>();
        for (int at = 0; at < faults.size(); at++) {
            Fault fault = faults.get(at);
            Optional<Trigger> when = trigger(fault).filter(trigger -> question == fault instanceof Fault.StatusFails);
            if (when.isPresent() && strikes(at, when.get(), sinceStart, call, name)) {
                struck[at]++;
                all.add(fault);
            }
        }
        return all;
    }

    private boolean strikes(int at, Trigger when, Duration sinceStart, long call, Optional<String> name) {
        return when.fits(sinceStart, call, name)
                && (when.atMost().isEmpty() || struck[at] < when.atMost().getAsLong())
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
