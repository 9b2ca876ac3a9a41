package io.qmaster.cli.webhook;

/**
 * An event to send to webhooks.
 *
 * @param key identifies the notice, the same in all attempts
 * @param body the event as JSON, in one line
 */
public record Notice(String event, String key, String body) {}
