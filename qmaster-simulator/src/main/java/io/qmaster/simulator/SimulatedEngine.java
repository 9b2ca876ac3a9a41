package io.qmaster.simulator;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.TranscodeEngine;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.ControlAnswer;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.model.SubmissionAnswer;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.SimulatedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** The engine of a {@link Simulator}. Thread-safe. */
final class SimulatedEngine implements TranscodeEngine {
    private final QmasterState state;
    private final Timekeeper time;
    private final OutputMaker maker;

    SimulatedEngine(QmasterState state, Timekeeper time, OutputMaker maker) {
        this.state = state;
        this.time = time;
        this.maker = maker;
    }

    @Override
    public SubmissionOutcome submit(BatchOrder order, Deadline deadline) throws InterruptedException {
        Interruption.check();
        Optional<SubmissionOutcome.Refused> objection = Admission.objection(order);
        if (objection.isPresent()) {
            return objection.get();
        }
        try {
            return outcome(
                    state.carryOut(new Command.Submit(Admission.submission(order, plans(order, deadline))), deadline),
                    order.cluster(),
                    deadline);
        } catch (EngineUnavailableException failed) {
            if (!failed.fate().equals(Optional.of(QueueFate.UNKNOWN))) {
                throw failed;
            }
            return unknown(
                    SubmissionOutcome.Unknown.Cause.KILLED, String.valueOf(failed.getMessage()), OptionalInt.empty());
        }
    }

    private List<Optional<String>> plans(BatchOrder order, Deadline deadline) throws InterruptedException {
        Scenario scenario = state.look(QmasterModel::scenario, deadline);
        List<Optional<String>> plans = new ArrayList<>();
        for (Target target : order.targets()) {
            plans.add(maker.plan(scenario, target.setting(), target.options(), target.source()));
        }
        return plans;
    }

    @Override
    public void control(BatchReference batch, ControlAction action, Deadline deadline) throws InterruptedException {
        control(batch, List.of(), action, deadline);
    }

    @Override
    public void control(BatchReference batch, JobId job, ControlAction action, Deadline deadline)
            throws InterruptedException {
        Interruption.check();
        boolean isKnown = state.look(model -> model.find(ClusterText.of(batch.cluster()), batch.id()), deadline)
                .filter(found ->
                        found.jobs().stream().noneMatch(listed -> listed.id().equals(job)))
                .isEmpty();
        if (!isKnown) {
            throw new StatusException(refused(batch, action, "it has no job " + job));
        }
        control(batch, List.of(job), action, deadline);
    }

    private void control(BatchReference batch, List<JobId> jobs, ControlAction action, Deadline deadline)
            throws InterruptedException {
        Interruption.check();
        ControlAnswer answer = state.carryOut(
                new Command.Control(ClusterText.of(batch.cluster()), batch.id(), jobs, action), deadline);
        switch (answer) {
            case DONE -> {}
            case NO_SUCH_BATCH -> throw new StatusException(refused(batch, action, "there is no such batch"));
            case CLUSTER_NOT_FOUND ->
                throw new StatusException(refused(batch, action, ClusterText.notFound(batch.cluster()))
                        .worthRetrying());
        }
    }

    @Override
    public EngineHealth health(Deadline deadline) throws InterruptedException {
        Interruption.check();
        List<HealthFinding> findings = new ArrayList<>();
        try {
            findings.addAll(state.look(this::findings, deadline));
            findings.add(maker.finding(state.look(QmasterModel::scenario, deadline)));
        } catch (EngineUnavailableException failed) {
            String fix = failed.hint().isEmpty() ? "try again" : failed.hint();
            findings.add(HealthFinding.failed("state", String.valueOf(failed.getMessage()), fix));
        }
        return new EngineHealth(findings);
    }

    /** With the flags of Compressor 5, which its users know. */
    @Override
    public CommandPreview preview(BatchOrder order) {
        List<String> arguments = new ArrayList<>(List.of("simulator", "submit"));
        if (!order.cluster().equals(Cluster.THIS_COMPUTER)) {
            arguments.addAll(List.of("-computergroup", order.cluster().displayName()));
        }
        arguments.addAll(List.of(
                "-batchname", order.name(), "-priority", order.priority().word()));
        order.targets().forEach(target -> arguments.addAll(jobGroup(target)));
        return new CommandPreview(arguments);
    }

    private SubmissionOutcome outcome(SubmissionAnswer answer, Cluster cluster, Deadline deadline)
            throws InterruptedException {
        if (answer instanceof SubmissionAnswer.Queued queued) {
            return new SubmissionOutcome.Queued(queued.batchId(), queued.jobIds());
        }
        if (answer instanceof SubmissionAnswer.Noisy noisy) {
            return outcome(noisy.answer(), cluster, deadline);
        }
        if (answer instanceof SubmissionAnswer.HeldOpen held) {
            return outcome(held.answer(), cluster, deadline);
        }
        if (answer instanceof SubmissionAnswer.SourceRejected) {
            return new SubmissionOutcome.Refused(
                    RefusalKind.SUBMISSION_ERROR, "Errors: Tilt value is invalid", OptionalInt.of(3), false);
        }
        if (answer instanceof SubmissionAnswer.ClusterNotFound) {
            return new SubmissionOutcome.Refused(
                    RefusalKind.CLUSTER_UNAVAILABLE, ClusterText.notFound(cluster), OptionalInt.empty(), false);
        }
        if (answer instanceof SubmissionAnswer.ServiceRefused) {
            // The message of Compressor 5.2 if its background service is temporarily unavailable.
            return new SubmissionOutcome.Refused(
                    RefusalKind.UNABLE_TO_SUBMIT,
                    "Submission Error: Error Domain=com.apple.compressor.ErrorDomain Code=1 \"Unable to submit to queue. Please"
                            + " restart your computer or verify your Compressor installation is correct.\"",
                    OptionalInt.of(3),
                    true);
        }
        if (answer instanceof SubmissionAnswer.Silence) {
            time.await(new CompletableFuture<>(), deadline);
            return unknown(
                    SubmissionOutcome.Unknown.Cause.DEADLINE,
                    "the simulator did not answer by the deadline",
                    OptionalInt.empty());
        }
        return unknown(
                SubmissionOutcome.Unknown.Cause.ENDED_WITHOUT_ID,
                "the simulator ended with exit code 0 and printed no batch id",
                OptionalInt.of(0));
    }

    private static SubmissionOutcome unknown(
            SubmissionOutcome.Unknown.Cause cause, String evidence, OptionalInt exitCode) {
        return new SubmissionOutcome.Unknown(cause, evidence, exitCode);
    }

    private static Failure refused(BatchReference batch, ControlAction action, String words) {
        return Failure.withoutSubmission(
                        "CONTROL_REFUSED", "the simulator refused to " + action.word() + " " + batch + ": " + words)
                .hint("check the status of the batch before you try again");
    }

    private List<HealthFinding> findings(QmasterModel model) {
        Scenario scenario = model.scenario();
        List<HealthFinding> findings = new ArrayList<>();
        findings.add(state.obstacle()
                .map(obstacle -> HealthFinding.failed(
                        "state",
                        "the simulator's state cannot be written: " + obstacle,
                        "name another directory for it"))
                .orElseGet(() -> HealthFinding.ok("state", "the simulator's state is " + state.place())));
        findings.add(HealthFinding.ok(
                "scenario",
                "clusters: %d, faults: %d, seed: %d, speed: %s"
                        .formatted(
                                scenario.clusters().size(),
                                scenario.faults().size(),
                                scenario.seed(),
                                scenario.speed())));
        scenario.clusters().forEach(cluster -> findings.add(finding(cluster, model)));
        return findings;
    }

    private static HealthFinding finding(SimulatedCluster cluster, QmasterModel model) {
        return model.isUp(cluster.name())
                ? HealthFinding.ok("cluster", cluster.name() + " is up, with " + cluster.instances() + " instances")
                : HealthFinding.warning(
                        "cluster", cluster.name() + " is down", "submit to another cluster, or wait until it is back");
    }

    private static List<String> jobGroup(Target target) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-jobpath", jobPath(target)));
        arguments.addAll(List.of("-settingpath", target.setting().file().toString()));
        arguments.addAll(List.of("-locationpath", target.workPath().toString()));
        JobOptions options = target.options();
        options.captions().ifPresent(file -> arguments.addAll(List.of("-scc", file.toString())));
        options.startOffset().ifPresent(at -> arguments.addAll(List.of("-startoffset", at.toString())));
        options.in().ifPresent(at -> arguments.addAll(List.of("-in", at.toString())));
        options.out().ifPresent(at -> arguments.addAll(List.of("-out", at.toString())));
        options.annotations().ifPresent(file -> arguments.addAll(List.of("-annotations", file.toString())));
        options.chapters().ifPresent(file -> arguments.addAll(List.of("-chapters", file.toString())));
        return arguments;
    }

    private static String jobPath(Target target) {
        ImageSequenceInput frames = target.options().imageSequence().orElse(ImageSequenceInput.FRAMES);
        List<String> parameters = new ArrayList<>();
        frames.frameRate().ifPresent(rate -> parameters.add("frameRate=" + rate.toPlainString()));
        frames.audio().ifPresent(file -> parameters.add("audio=" + file));
        return target.source() + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    }
}
