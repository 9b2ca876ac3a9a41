package io.qmaster.cli.config;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.webhook.NotifyEvent;
import io.qmaster.cli.webhook.Receiver;
import io.qmaster.cli.webhook.SigningSecrets;
import io.qmaster.cli.webhook.Webhook;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whom to notify, of what, and how that is signed. Immutable. */
public final class NotifyConfiguration {
    /** The option of the secret, which no command has, since other users could see it. */
    static final String SECRET = "--notify-secret";

    private static final String NO_WEBHOOK = "none";
    private static final String MASK = "•••";

    private final Levels levels;
    private final NotifyOptions options;
    private final Optional<Path> secretFile;
    private final Optional<String> secret;

    NotifyConfiguration(Levels levels, NotifyOptions options, Optional<Path> secretFile, Optional<String> secret) {
        this.levels = levels;
        this.options = options;
        this.secretFile = secretFile;
        this.secret = secret;
    }

    /**
     * Who is notified of a batch. If a secret is configured now, notices wait until they can be signed.
     *
     * @throws CommandFailure if a URL or the secret is invalid; its message shows nothing of them
     */
    public List<Receiver> receivers() {
        List<Webhook> webhooks = webhooks();
        if (webhooks.isEmpty()) {
            return List.of();
        }
        boolean signed = secrets().isPresent();
        Set<NotifyEvent> events = options.events.isEmpty() ? NotifyEvent.DEFAULT : Set.copyOf(options.events);
        return webhooks.stream()
                .map(webhook -> new Receiver(webhook, events, signed))
                .toList();
    }

    private List<Webhook> webhooks() {
        if (options.urls.equals(List.of(NO_WEBHOOK))) {
            return List.of();
        }
        try {
            return options.urls.stream().map(Webhook::of).distinct().toList();
        } catch (IllegalArgumentException invalid) {
            throw levels.refusal(
                    NotifyOptions.NAME,
                    String.valueOf(invalid.getMessage()),
                    "write a URL as https://host/path, special characters as %XX");
        }
    }

    /**
     * The secrets that sign notices; empty if none is configured. Reads the file of the secret, if there is one, at each
     * call.
     *
     * @throws CommandFailure if it cannot be read or contains no secret, or another user can read it
     */
    public Optional<SigningSecrets> secrets() {
        return secretOption().map(this::secrets);
    }

    private SigningSecrets secrets(String option) {
        boolean inFile = option.equals(NotifyOptions.Secret.NAME);
        String text = inFile ? SecretFile.readSecret(secretFile.orElseThrow()) : secret.orElseThrow();
        try {
            return SigningSecrets.parse(text);
        } catch (IllegalArgumentException invalid) {
            String place = inFile
                    ? "the file " + secretFile.orElseThrow()
                    : levels.value(option).orElseThrow().place();
            throw CommandFailure.configuration(
                    "the secret of notifications in " + place + " " + invalid.getMessage(),
                    "make one with `echo whsec_$(openssl rand -base64 32)`");
        }
    }

    /** The option that gives the secret: the highest level decides, within a level the file. */
    private Optional<String> secretOption() {
        return Stream.of(NotifyOptions.Secret.NAME, SECRET)
                .filter(name -> levels.value(name).isPresent())
                .min(Comparator.comparing(
                        name -> levels.value(name).orElseThrow().level()));
    }

    /** What {@code qmaster config} shows of options whose values are secrets, by the names of the options. */
    Map<String, Optional<Value>> shown() {
        Map<String, Optional<Value>> shown = new HashMap<>();
        shown.put(
                NotifyOptions.NAME,
                levels.value(NotifyOptions.NAME)
                        .map(value -> value.with(
                                webhooks().stream().map(Webhook::toString).collect(Collectors.joining(", ")))));
        shown.put(SECRET, secretOption().flatMap(levels::value).map(value -> value.with(MASK)));
        return shown;
    }
}
