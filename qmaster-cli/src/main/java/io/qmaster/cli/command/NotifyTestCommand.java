package io.qmaster.cli.command;

import io.qmaster.cli.config.NotifyOptions;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.EventDocuments;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Json;
import io.qmaster.cli.webhook.Answer;
import io.qmaster.cli.webhook.Notice;
import io.qmaster.cli.webhook.Signing;
import io.qmaster.cli.webhook.Webhook;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.WallClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends a test event to a webhook. */
@Command(
        name = "test",
        description =
                "Sends an event named test to a URL, once, and prints what the receiver answered. It is signed if a"
                        + " secret is configured. Needs no engine.",
        footer = {
            "",
            "Exits with 0 if the receiver accepted it, and with 1 if it refused it or did not answer.",
            "",
            "Example:",
            "  qmaster notify test https://hooks.example/qmaster \\",
            "      --notify-secret-file secret"
        })
final class NotifyTestCommand implements Task {
    private static final String EVENT = "test";

    /** Longer than one attempt takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    // Not a converter of picocli's, which would show what it cannot convert.
    @Parameters(paramLabel = "URL", description = "The URL, http or https.")
    private String url = "";

    @Mixin
    final NotifyOptions.Secret secret = new NotifyOptions.Secret();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        Webhook webhook = webhook();
        Timekeeper time = new WallClock();
        Notice notice =
                new Notice(EVENT, SubmissionId.random() + "." + EVENT, Json.write(EventDocuments.test(time.now())));
        Map<String, String> signature =
                new Signing(() -> invocation.configuration().notifying().secrets(), time).headers(notice);
        long begin = time.elapsedNanos();
        Answer answer = sent(invocation, webhook, notice, signature, time);
        Duration took = Duration.ofNanos(time.elapsedNanos() - begin);
        print(invocation.console(), webhook, Tested.of(webhook, answer, !signature.isEmpty(), took), answer);
        return answer instanceof Answer.Taken ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Webhook webhook() {
        try {
            return Webhook.of(url);
        } catch (IllegalArgumentException invalid) {
            throw CommandFailure.usage(
                    "the URL " + invalid.getMessage(), "write it as https://host/path, special characters as %XX");
        }
    }

    private static Answer sent(
            Invocation invocation, Webhook webhook, Notice notice, Map<String, String> signature, Timekeeper time)
            throws InterruptedException {
        CompletableFuture<Answer> answer = invocation
                .adapters()
                .post(time)
                .send(webhook, notice, signature)
                .toCompletableFuture();
        return time.await(answer, Deadline.after(PATIENCE, time))
                ? answer.join()
                : new Answer.Unreachable("no answer in time");
    }

    private static void print(Console console, Webhook webhook, Tested tested, Answer answer) {
        if (console.isJson()) {
            console.answerDocument(tested);
            return;
        }
        console.answer(webhook + ": " + (tested.accepted() ? "accepted" : "not accepted") + ", " + answer.words() + " ("
                + (tested.signed() ? "signed" : "not signed") + ", " + tested.milliseconds() + " ms)");
        if (!tested.accepted()) {
            console.tell(
                    tested.retried()
                            ? "a real event would be sent again"
                            : "a real event would not be sent again: fix the URL, the secret or the receiver");
        }
    }

    /**
     * The answer in JSON.
     *
     * @param url the URL without its secret parts
     * @param accepted whether the receiver accepted the event
     * @param answer what it answered, or why there is no answer
     * @param retried whether a real event would be sent again
     * @param milliseconds how long it took
     */
    record Tested(String url, boolean accepted, String answer, boolean signed, boolean retried, long milliseconds) {
        static Tested of(Webhook webhook, Answer answer, boolean signed, Duration took) {
            return new Tested(
                    webhook.toString(),
                    answer instanceof Answer.Taken,
                    answer.words(),
                    signed,
                    answer.mayPass(),
                    took.toMillis());
        }
    }
}
