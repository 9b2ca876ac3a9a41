package io.qmaster.cli.webhook;

/**
 * Something that webhooks are to be told.
 *
 * @param event the name of the event
 * @param key the same however often it is sent, and of no other notice
 * @param body the event as JSON, in one line
 */
public record Notice(String event, String key, String body) {}
