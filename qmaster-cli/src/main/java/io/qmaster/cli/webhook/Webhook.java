package io.qmaster.cli.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The address of a webhook. An address often grants access by itself, so {@link #toString()} shows only scheme, host and
 * port. Immutable and thread-safe.
 */
public final class Webhook {
    private static final String HIDDEN = "•••";
    private static final int GREATEST_PORT = 65_535;

    private final String text;
    private final URI uri;

    private Webhook(String text, URI uri) {
        this.text = text;
        this.uri = uri;
    }

    /**
     * Parses an address.
     *
     * @throws IllegalArgumentException if it is not an address of HTTP or HTTPS; the message contains nothing secret
     */
    public static Webhook of(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException noUri) {
            // Its message, and so its cause, shows the whole text.
            throw new IllegalArgumentException("is not a URL (see its character " + (noUri.getIndex() + 1) + ")");
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("must begin with http:// or https://");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("names no host");
        }
        if (uri.getPort() == 0 || uri.getPort() > GREATEST_PORT) {
            throw new IllegalArgumentException("names a port that is none");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("has a part after #, which is never sent");
        }
        return new Webhook(text, uri);
    }

    /** The whole address, secrets included. */
    String text() {
        return text;
    }

    /** Where to send to, without a user and password. */
    URI target() {
        String path = Optional.ofNullable(uri.getRawPath())
                .filter(raw -> !raw.isEmpty())
                .orElse("/");
        String query =
                Optional.ofNullable(uri.getRawQuery()).map(raw -> "?" + raw).orElse("");
        return URI.create(URI.create(origin() + path + query).toASCIIString());
    }

    /** The value of the Authorization header, if the address contains user and password. */
    Optional<String> authorization() {
        return Optional.ofNullable(uri.getUserInfo())
                .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    /** Scheme, host and port. */
    String origin() {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    /** Masks the secret parts of this address in a text. */
    String maskIn(String words) {
        String masked = words.replace(text, toString()).replace(target().toString(), toString());
        for (String part : new String[] {uri.getRawUserInfo(), uri.getUserInfo(), uri.getRawQuery(), uri.getQuery()}) {
            masked = part == null || part.isEmpty() ? masked : masked.replace(part, HIDDEN);
        }
        String path = Optional.ofNullable(uri.getRawPath()).orElse("");
        return path.length() > 1 ? masked.replace(path, "/" + HIDDEN) : masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Webhook webhook && text.equals(webhook.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return origin() + "/" + HIDDEN;
    }
}
