package io.qmaster.cli.config;

import io.qmaster.cli.webhook.NotifyEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The URLs that are notified of a batch. */
public final class NotifyOptions {
    /** The name of the option for the URLs. */
    public static final String NAME = "--notify";

    // Not a converter of picocli's, which would show what it cannot convert.
    @Option(
            names = NAME,
            paramLabel = "URL",
            split = Levels.BETWEEN,
            hideParamSyntax = true,
            description =
                    "Send an event to this URL by POST, as --json prints it, when the batch ends, is lost, is found"
                            + " again or stalls, or its engine was reset. At least once: `qmaster agent` and `qmaster wait`"
                            + " deliver what this program could not. http or https; none for no URL of the config file."
                            + " Repeatable.")
    List<String> urls = new ArrayList<>();

    @Option(
            names = "--notify-on",
            paramLabel = "EVENT",
            split = "," + "|" + Levels.BETWEEN,
            hideParamSyntax = true,
            description =
                    "Send only these events: ended, lost, found, stalled, engineReset, held. Default: all but held."
                            + " Repeatable.")
    List<NotifyEvent> events = new ArrayList<>();

    /** The option of the programs that deliver. */
    public static final class Secret {
        /** The name of the option. */
        public static final String NAME = "--notify-secret-file";

        @Option(
                names = NAME,
                paramLabel = "FILE",
                description = "Sign events by Standard Webhooks with the secret in this file, whsec_..., which only its"
                        + " owner can read ($QMASTER_NOTIFY_SECRET holds the secret itself). Two secrets with a space"
                        + " between them give two signatures.")
        Optional<Path> file = Optional.empty();
    }
}
