package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.JobId;
import io.qmaster.simulator.scenario.Fault;
import java.util.List;
import java.util.Optional;

/**
 * Something from outside that changes the engine. Together with the scenario, the timed commands are all that its course
 * depends on.
 *
 * @param <A> what the engine answers
 */
public sealed interface Command<A> {
    /** Carries it out on a model, at the model's own time. */
    A carryOut(QmasterModel model);

    /**
     * Somebody submits a batch.
     *
     * @param submission the batch
     */
    record Submit(Submission submission) implements Command<SubmissionAnswer> {
        @Override
        public SubmissionAnswer carryOut(QmasterModel model) {
            return model.submit(submission);
        }
    }

    /**
     * A client cancels, pauses or resumes a batch or some of its jobs.
     *
     * @param cluster the name of the cluster, or its host and port
     * @param batch which batch
     * @param jobs which of its jobs; all if there are none
     * @param action what to do
     */
    record Control(String cluster, BatchId batch, List<JobId> jobs, ControlAction action)
            implements Command<ControlAnswer> {
        /** Copies the jobs. */
        public Control {
            jobs = List.copyOf(jobs);
        }

        /** For the whole batch. */
        public Control(String cluster, BatchId batch, ControlAction action) {
            this(cluster, batch, List.of(), action);
        }

        @Override
        public ControlAnswer carryOut(QmasterModel model) {
            return model.control(cluster, batch, jobs, action);
        }
    }

    /** Somebody asks for status: counted, because a scenario can make the nth question fail. */
    record Question() implements Command<Optional<Fault.StatusFails.Answer>> {
        @Override
        public Optional<Fault.StatusFails.Answer> carryOut(QmasterModel model) {
            return model.question();
        }
    }

    /**
     * The controller of a cluster stops or comes back.
     *
     * @param cluster the name of the cluster
     * @param up whether it is there from now on
     */
    record SetController(String cluster, boolean up) implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.setController(cluster, up);
        }
    }

    /**
     * Sets how many instances of this computer encode at once ({@code -instances}, Compressor User Guide).
     *
     * @param instances 1 to 999
     */
    record SetInstances(int instances) implements Command<Boolean> {
        /** @throws IllegalArgumentException unless it is 1 to 999 */
        public SetInstances {
            if (instances < 1 || instances > 999) {
                throw new IllegalArgumentException("not a number of instances: " + instances);
            }
        }

        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.setInstances(instances);
        }
    }

    /** Somebody restarts the background service, which cancels every batch that has not ended. */
    record Reset() implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.reset();
        }
    }

    /**
     * Nothing but time: says that the model has come so far. Whoever keeps commands keeps one whenever time alone has
     * changed something, so that nobody can fall behind what somebody has seen.
     */
    record Tick() implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return true;
        }
    }

    /**
     * An output cannot be begun, since an old one is in the way.
     *
     * @param effect the sequence number of the effect
     */
    record OutputInTheWay(long effect) implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.outputInTheWay(effect);
        }
    }

    /**
     * A segment was encoded outside, or could not be.
     *
     * @param run which run of it
     * @param failure why it could not be encoded
     */
    record Encoded(OutsideWork.Run run, Optional<String> failure) implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.encoded(run, failure);
        }
    }

    /**
     * A part of a segment is encoded outside.
     *
     * @param run which run of it
     * @param percent 0 to 100
     */
    record EncodedPart(OutsideWork.Run run, int percent) implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.encodedPart(run, percent / 100.0);
        }
    }

    /**
     * What an effect was to do is done, or cannot be done.
     *
     * @param effect the sequence number of the effect
     * @param failure why it cannot be done
     */
    record Report(long effect, Optional<String> failure) implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.report(effect, failure);
        }
    }
}
