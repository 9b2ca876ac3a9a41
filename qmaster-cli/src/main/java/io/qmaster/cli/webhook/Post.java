package io.qmaster.cli.webhook;

import java.util.concurrent.CompletionStage;

/** Sends notices to webhooks. Thread-safe. */
public interface Post {
    /** Sends a notice once. The stage is done within some seconds, exceptionally only by an internal error. */
    CompletionStage<Answer> send(Webhook webhook, Notice notice);
}
