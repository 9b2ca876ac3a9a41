package io.qmaster.simulator.standin;

import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.model.Submission;
import io.qmaster.simulator.model.SubmissionAnswer;
import io.qmaster.simulator.model.SubmittedJob;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Submits a batch and prints the result. */
final class Submitting {
    private final Engine engine;
    private final ProgramEnvironment environment;
    private final SystemLog log;

    Submitting(Engine engine, ProgramEnvironment environment, SystemLog log) {
        this.engine = engine;
        this.environment = environment;
        this.log = log;
    }

    /** Submits; returns the exit code. 0 means queued, not finished (observed with Compressor 5). */
    int submit(SubmissionArguments arguments, AnswerForm form) throws Complaint, InterruptedException {
        for (JobArguments job : arguments.jobs()) {
            Optional<Refused> objection = job.objection();
            if (objection.isPresent()) {
                throw Complaint.of(objection.get());
            }
        }
        if (arguments.jobs().stream().anyMatch(job -> job.output().isEmpty())) {
            // Without an output path the program exits 0 and nothing useful happens (observed with Compressor 5).
            return 0;
        }
        Submission submission = submission(arguments);
        return printed(
                engine.carryOut(new Command.Submit(submission)),
                submission,
                form,
                engine.generation().keepsOutputsOpen());
    }

    private Submission submission(SubmissionArguments arguments) throws Complaint, InterruptedException {
        Scenario scenario = engine.look(QmasterModel::scenario);
        List<SubmittedJob> jobs = new ArrayList<>();
        for (JobArguments job : arguments.jobs()) {
            Path output = job.output().orElseThrow();
            jobs.add(job.submitted(
                    output, (setting, options, source) -> engine.maker().plan(scenario, setting, options, source)));
        }
        // Assumed: the default name of a batch is not known.
        String name = arguments.batchName().orElseGet(() -> jobs.get(0).name());
        return new Submission(arguments.cluster(), name, arguments.priority(), environment.user(), jobs);
    }

    private int printed(SubmissionAnswer answer, Submission submission, AnswerForm form, boolean held)
            throws Complaint, InterruptedException {
        if (answer instanceof SubmissionAnswer.Noisy noisy) {
            log.say(noisy.noise());
            return printed(noisy.answer(), submission, form, held);
        }
        if (answer instanceof SubmissionAnswer.HeldOpen open) {
            return printed(open.answer(), submission, form, true);
        }
        if (answer instanceof SubmissionAnswer.SourceRejected) {
            // Seen with 4.x (2025); the output stream and the exit code are not known.
            throw new Complaint("Errors:\nTilt value is invalid", Complaint.SUBMISSION_ERROR);
        }
        if (answer instanceof SubmissionAnswer.ClusterNotFound) {
            log.say("Could not find cluster \"" + submission.cluster() + "\"");
            // The exit code of Compressor 4 and 5 is assumed to be that of other refused submissions.
            return engine.generation().exitCode(Complaint.SUBMISSION_ERROR);
        }
        if (answer instanceof SubmissionAnswer.ServiceRefused) {
            // Observed with Compressor 5.2.
            throw new Complaint(
                    "Submission Error: Error Domain=com.apple.compressor.ErrorDomain Code=1 \"Unable to submit to queue."
                            + " Please restart your computer or verify your Compressor installation is correct.\"",
                    Complaint.SUBMISSION_ERROR);
        }
        boolean hangs = answer instanceof SubmissionAnswer.Silence;
        if (answer instanceof SubmissionAnswer.Silence silence && silence.ignoresTermination()) {
            // Before the service is started, which shows other processes that this one hangs.
            Hanging.ignoreTermination();
        }
        engine.startService(log, held);
        if (hangs) {
            Hanging.forEver(environment.time());
        }
        if (answer instanceof SubmissionAnswer.Queued queued) {
            Noise.ofQueuing(engine.generation(), log, environment.user());
            new SubmissionText(engine.generation(), environment, log)
                    .print(queued.batchId(), ids(queued, submission), form);
        }
        return 0;
    }

    private List<String> ids(SubmissionAnswer.Queued queued, Submission submission) {
        List<Path> sources =
                submission.jobs().stream().map(SubmittedJob::source).toList();
        List<String> ids = queued.jobIds().stream().map(id -> id.value()).toList();
        return SharedJobIds.of(engine.generation(), sources, ids);
    }
}
