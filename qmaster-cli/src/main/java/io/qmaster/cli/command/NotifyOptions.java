package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.webhook.Webhook;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The URLs that are notified of a batch. */
final class NotifyOptions {
    // Not a converter of picocli's, which would show what it cannot convert.
    @Option(
            names = "--notify",
            paramLabel = "URL",
            description =
                    "Send an event to this URL by POST, as --json prints it, when the batch ends, is lost, is found"
                            + " again or stalls, or its engine was reset. At least once: `qmaster agent` and `qmaster wait`"
                            + " deliver what this program could not. http or https. Repeatable.")
    private List<String> urls = new ArrayList<>();

    /** @throws CommandFailure if one of them is not a valid URL */
    List<Webhook> webhooks() {
        return urls.stream().map(NotifyOptions::webhook).distinct().toList();
    }

    private static Webhook webhook(String url) {
        try {
            return Webhook.of(url);
        } catch (IllegalArgumentException noGood) {
            throw CommandFailure.usage(
                    "the URL of --notify " + noGood.getMessage(),
                    "write it as https://host/path, special characters as %XX");
        }
    }
}
