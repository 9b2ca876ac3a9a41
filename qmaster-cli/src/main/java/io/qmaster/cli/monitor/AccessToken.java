package io.qmaster.cli.monitor;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.domain.standard.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
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
    private static final int MOST_BYTES = 4096;
    private static final Pattern SAFE = Pattern.compile("[!-~]{" + SHORTEST + "," + LONGEST + "}");
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
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
        if (isOpenToOthers(file)) {
            throw CommandFailure.configuration(
                    "the token file " + file + " can be used by other users", "run `chmod 600 " + file + "`");
        }
        String token = text(file).strip();
        if (!SAFE.matcher(token).matches()) {
            throw CommandFailure.configuration(
                    "the token in the file " + file + " must be " + SHORTEST + " to " + LONGEST
                            + " visible ASCII characters without spaces",
                    "write a random one: `umask 077; openssl rand -hex 32 > " + file + "`");
        }
        return new AccessToken(token);
    }

    private static String text(Path file) {
        try {
            return WholeFile.text(file, MOST_BYTES);
        } catch (IOException unreadable) {
            throw unreadable(file, Reason.of(unreadable));
        } catch (VolumeNotAnsweringException silent) {
            throw unreadable(file, String.valueOf(silent.getMessage()));
        }
    }

    private static CommandFailure unreadable(Path file, String why) {
        return CommandFailure.configuration(
                "the token file " + file + " cannot be read: " + why,
                "check its path and permissions, or write a token into it: `umask 077; openssl rand -hex 32 > " + file
                        + "`");
    }

    private static boolean isOpenToOthers(Path file) {
        try {
            return !OWNERS.containsAll(Files.getPosixFilePermissions(file));
        } catch (IOException | UnsupportedOperationException unknown) {
            // Reading it reports what is wrong.
            return false;
        }
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
