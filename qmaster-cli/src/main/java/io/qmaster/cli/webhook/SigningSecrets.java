package io.qmaster.cli.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that sign notices by Standard Webhooks: one, or two while the receiver changes from one to the other. Never
 * printed. Immutable and thread-safe.
 */
public final class SigningSecrets {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MOST = 2;
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    private final List<SecretKeySpec> keys;

    private SigningSecrets(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /**
     * Parses one secret, or two with a space between them.
     *
     * @throws IllegalArgumentException if it is neither; the message can follow the name of the place, and contains nothing
     *     secret
     */
    public static SigningSecrets parse(String text) {
        String[] secrets = text.strip().split("\\s+");
        if (secrets.length > MOST) {
            throw new IllegalArgumentException("must contain at most two secrets, not " + secrets.length);
        }
        return new SigningSecrets(
                Arrays.stream(secrets).map(SigningSecrets::key).toList());
    }

    private static SecretKeySpec key(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("must begin with " + PREFIX);
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException invalid) {
            // Its message, and so its cause, shows a part of the secret.
            throw new IllegalArgumentException("must be Base64 after " + PREFIX);
        }
        if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
            throw new IllegalArgumentException("must be the Base64 of " + LEAST_BYTES + " to " + MOST_BYTES
                    + " bytes after " + PREFIX + ", not of " + key.length);
        }
        return new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * The value of the header {@code webhook-signature}: a signature for each secret.
     *
     * @param id the value of {@code webhook-id}, without a full stop
     * @param at the value of {@code webhook-timestamp}
     */
    String signatures(String id, Instant at, String body) {
        byte[] content = (id + "." + at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8);
        return keys.stream().map(key -> "v1," + signature(key, content)).collect(Collectors.joining(" "));
    }

    private static String signature(SecretKeySpec key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + ALGORITHM, missing);
        }
    }

    @Override
    public String toString() {
        return keys.size() == 1 ? "a secret" : keys.size() + " secrets";
    }
}
