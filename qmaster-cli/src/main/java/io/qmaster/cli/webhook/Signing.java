package io.qmaster.cli.webhook;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.port.Timekeeper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Signs notices by Standard Webhooks, with the secrets that are configured when a notice is sent: a long-running program
 * follows a change of its secret file. Thread-safe.
 */
public final class Signing {
    private final Supplier<Optional<SigningSecrets>> secrets;
    private final Timekeeper time;

    /**
     * Reads nothing yet.
     *
     * @param secrets is called for every notice; throws {@link CommandFailure} if they are configured and cannot be read
     */
    public Signing(Supplier<Optional<SigningSecrets>> secrets, Timekeeper time) {
        this.secrets = secrets;
        this.time = time;
    }

    /**
     * The headers of a signed notice; empty if no secret is configured.
     *
     * @throws CommandFailure if the secrets are configured and cannot be read
     */
    public Map<String, String> headers(Notice notice) {
        return secrets.get().map(known -> signed(known, notice)).orElse(Map.of());
    }

    private Map<String, String> signed(SigningSecrets known, Notice notice) {
        Instant now = time.now();
        // A full stop in it would make the signed text ambiguous.
        String id = notice.key().replace('.', '-');
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        headers.put("webhook-signature", known.signatures(id, now, notice.body()));
        return headers;
    }
}
