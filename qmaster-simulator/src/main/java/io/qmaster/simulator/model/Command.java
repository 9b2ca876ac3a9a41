package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.JobId;
import io.qmaster.simulator.scenario.Fault;
import java.util.List;
import java.util.Optional;

/**
 * An external action that changes the engine. The behaviour of the model depends only on its scenario and its timed
 * commands. Used by the simulator and the stand-ins. Commands are immutable and thread-safe.
 *
 * @param <A> the type of the engine's answer
 */
public sealed interface Command<A> {
    /** Executes it on a model, at the model's current time. */
    A carryOut(QmasterModel model);

    /**
     * Submits a batch.
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
     * Cancels, pauses or resumes a batch or some of its jobs.
     *
     * @param cluster the name of the cluster, or its host and port
     * @param batch which batch
     * @param jobs which of its jobs; all if empty
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

    /** A status query: counted, because a scenario can make the nth query fail. */
    record Question() implements Command<Optional<Fault.StatusFails.Answer>> {
        @Override
        public Optional<Fault.StatusFails.Answer> carryOut(QmasterModel model) {
            return model.question();
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
                throw new IllegalArgumentException("the number of instances must be from 1 to 999, not " + instances);
            }
        }

        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.setInstances(instances);
        }
    }

    /** Restarts the background service, which cancels every batch that has not ended. */
    record Reset() implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.reset();
        }
    }

    /**
     * Only the passage of time. A command log stores one whenever time alone has changed something, so that a later
     * reader never sees an earlier state.
     */
    record Tick() implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return true;
        }
    }

    /**
     * Reports that an output cannot be started, because a file exists in its place.
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
     * Reports that a segment was encoded outside, or could not be.
     *
     * @param run the run of the segment
     * @param failure why it could not be encoded
     */
    record Encoded(OutsideWork.Run run, Optional<String> failure) implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.encoded(run, failure);
        }
    }

    /**
     * Reports the progress of a segment that is encoded outside.
     *
     * @param run the run of the segment
     * @param percent 0 to 100
     */
    record EncodedPart(OutsideWork.Run run, int percent) implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.encodedPart(run, percent / 100.0);
        }
    }

    /**
     * Reports that an effect was carried out, or could not be.
     *
     * @param effect the sequence number of the effect
     * @param failure why it could not be
     */
    record Report(long effect, Optional<String> failure) implements Command<Boolean> {
        @Override
        public Boolean carryOut(QmasterModel model) {
            return model.report(effect, failure);
        }
    }
}
