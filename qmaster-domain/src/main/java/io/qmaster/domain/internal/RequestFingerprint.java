package io.qmaster.domain.internal;

import io.qmaster.domain.BatchRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells whether two requests are the same, without keeping them. */
public final class RequestFingerprint {
    private RequestFingerprint() {}

    /** The same text for the same request, another one for another. */
    public static String of(BatchRequest request) {
        try {
            // The text form of the records names every part; a password in it is masked.
            byte[] text = request.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
