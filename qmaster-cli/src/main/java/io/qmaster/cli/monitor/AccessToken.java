package io.qmaster.cli.monitor;

import io.qmaster.cli.config.SecretFile;
import io.qmaster.cli.output.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that lets a browser in. A browser keeps a text that is derived from it, and which stays valid when the monitor
 * is restarted. Never printed or logged. Immutable and thread-safe.
 */
public final class AccessToken {
    /** In characters. */
    private static final int SHORTEST = 32;

    private static final int LONGEST = 512;
    private static final Pattern SAFE = Pattern.compile("[!-~]{" + SHORTEST + "," + LONGEST + "}");
    private static final String HMAC = "HmacSHA256";

    private final byte[] digest;
    private final String cookie;

    /** The token itself; {@link #read} is how users give it. */
    AccessToken(String token) {
        this.digest = digest(token);
        this.cookie = HexFormat.of().formatHex(authenticated(token, "cookie of qmaster monitor"));
    }

    /**
     * Reads a token from the only line of a file.
     *
     * @throws CommandFailure if the file cannot be read, if users other than its owner can, or if the token is short
     */
    public static AccessToken read(Path file) {
        String token = SecretFile.readToken(file);
        if (!SAFE.matcher(token).matches()) {
            throw CommandFailure.configuration(
                    "the token in the file " + file + " must be " + SHORTEST + " to " + LONGEST
                            + " visible ASCII characters without spaces",
                    "write a random one: `umask 077; openssl rand -hex 32 > " + file + "`");
        }
        return new AccessToken(token);
    }

    /** Whether a text is the token. Takes the same time for every text of a length. */
    boolean isRight(String given) {
        return MessageDigest.isEqual(digest, digest(given));
    }

    /** What a browser that gave the token keeps. */
    String cookie() {
        return cookie;
    }

    /** Whether a browser was given this. Takes the same time for every text of a length. */
    boolean isCookie(String given) {
        return MessageDigest.isEqual(cookie.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] authenticated(String key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
