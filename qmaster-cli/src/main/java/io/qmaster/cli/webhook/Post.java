package io.qmaster.cli.webhook;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends notices to webhooks. Thread-safe. */
public interface Post {
    /**
     * Sends a notice once. The stage is done within some seconds, exceptionally only by an internal error.
     *
     * @param signature the headers that sign it; empty if it is not signed
     */
    CompletionStage<Answer> send(Webhook webhook, Notice notice, Map<String, String> signature);
}
