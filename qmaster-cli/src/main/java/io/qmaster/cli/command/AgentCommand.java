package io.qmaster.cli.command;

import io.qmaster.cli.config.NotifyOptions;
import io.qmaster.cli.config.WatchOptions;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.RecoveredLines;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.Recovered.Finding;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Watches every open batch of the journal that no running program watches, and sends pending notices to webhooks. */
@Command(
        name = "agent",
        description =
                "Watches every open batch of the journal that no running program is working on, checks its outputs"
                        + " at the end, writes the result to the journal, and notifies the webhooks of `submit --notify`. Never"
                        + " submits. For launchd.",
        footer = {
            "",
            "It runs until it is terminated (exit code 143) or interrupted (130), and leaves every batch running.",
            "With --once it exits as recover does: 0 if everything is settled, 8 if the engine does not show a",
            "batch that it had, 6 if it is not known whether it has one, 10 if the journal cannot read a submission.",
            "Neither how a batch ended nor a webhook that does not answer changes the exit code; a notice is sent",
            "again for a day, with growing pauses. Exits with 5 if the engine is not installed."
        })
final class AgentCommand implements Task {
    private static final Duration BLINK = Duration.ofMillis(200);

    @Option(
            names = "--once",
            description =
                    "Settle what is open, query every batch once, check the outputs of what has ended, send the due"
                            + " notices to webhooks, and exit.")
    private boolean once;

    @Mixin
    final WatchOptions watching = new WatchOptions();

    @Mixin
    final NotifyOptions.Secret secret = new NotifyOptions.Secret();

    @Mixin
    private MetricsOptions metrics = new MetricsOptions();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        // A secret that cannot be read is reported now, not when something is to be sent.
        invocation.configuration().notifying().secrets();
        invocation.requireEngine();
        invocation.interruption().arm();
        metrics.begin(invocation);
        EventLog log = new EventLog();
        RecoveredLines lines = new RecoveredLines(invocation.console(), invocation.journal(), invocation.time());
        try (EventOutput output = EventOutput.ofSeveral(invocation);
                Qmaster qmaster = invocation.qmaster(output.announcements())) {
            if (once) {
                ExitCode code = new OnePass(invocation, qmaster, output.announcements()).run(lines, log);
                code = ExitCode.worst(List.of(code, new UnreadableSubmissions(invocation).fail()));
                invocation.notifications().catchUp();
                invocation.finishNotifications();
                return code;
            }
            UnreadableSubmissions unreadable = new UnreadableSubmissions(invocation);
            Map<SubmissionId, Finding> told = new HashMap<>();
            while (true) {
                for (Recovered found : qmaster.adopt()) {
                    // A submission whose fate is unknown is found in every round.
                    if (told.put(found.submissionId(), found.finding()) != found.finding()) {
                        log.recovered(found);
                        lines.print(found);
                    }
                }
                unreadable.warn();
                invocation.notifications().catchUp();
                invocation.time().pause(invocation.configuration().policy().slowestPoll());
            }
        }
    }

    /** Settles open submissions, queries each batch once, and finishes those that have ended. */
    private static final class OnePass {
        private final Qmaster qmaster;
        private final Announcements announcements;
        private final Timekeeper time;
        private final Policy policy;

        OnePass(Invocation invocation, Qmaster qmaster, Announcements announcements) {
            this.qmaster = qmaster;
            this.announcements = announcements;
            this.time = invocation.time();
            this.policy = invocation.configuration().policy();
        }

        ExitCode run(RecoveredLines lines, EventLog log) throws InterruptedException {
            List<QmasterBatch> underWay = new ArrayList<>();
            List<ExitCode> codes = new ArrayList<>();
            for (Recovered found : qmaster.recover()) {
                codes.add(RecoverCommand.code(found.finding()));
                log.recovered(found);
                if (found.finding() == Finding.ENDED) {
                    // Its own event reports it.
                    announcements.awaitEnded(qmaster.attach(found.batch().orElseThrow()), time);
                    continue;
                }
                lines.print(found);
                if (found.finding() == Finding.ADOPTED) {
                    underWay.add(qmaster.attach(found.batch().orElseThrow()));
                }
            }
            Deadline patience = Deadline.after(policy.firstPoll().plus(policy.statusTimeout()), time);
            for (QmasterBatch batch : underWay) {
                look(batch, patience);
            }
            return ExitCode.worst(codes);
        }

        private void look(QmasterBatch batch, Deadline patience) throws InterruptedException {
            while (batch.lastStatus().isEmpty() && !patience.hasPassed(time)) {
                time.pause(BLINK);
            }
            if (batch.lastStatus()
                    .map(BatchStatus::state)
                    .filter(BatchState::isFinal)
                    .isPresent()) {
                finish(batch);
            }
        }

        /** Waits until the end is confirmed: a failure needs a second query, and an output must no longer grow. */
        private void finish(QmasterBatch batch) throws InterruptedException {
            try {
                batch.await(policy.slowestPoll().plus(policy.outputGrace()).plus(policy.outputStableFor()));
            } catch (QmasterException ended) {
                // Its event reports how it ended.
            }
            announcements.awaitEnded(batch, time);
        }
    }
}
