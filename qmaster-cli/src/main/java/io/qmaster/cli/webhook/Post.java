package io.qmaster.cli.webhook;

import java.util.concurrent.CompletionStage;

/** What carries a notice to a webhook. Safe for threads. */
public interface Post {
    /** Sends a notice once. The stage is done within some seconds, and not exceptionally but for a fault of ours. */
    CompletionStage<Answer> send(Webhook webhook, Notice notice);
}
