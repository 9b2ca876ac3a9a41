package io.qmaster.domain;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Our own id of a submission, assigned before the engine is called.
 *
 * <p>It is the journal's key: the engine's {@link BatchId} may never be returned. Its last ten characters are the
 * {@link #token()}, by which a batch is found after a submission that did not answer. For library consumers and authors
 * of backends and journals. Immutable and thread-safe.
 *
 * @param value {@code q} followed by 25 digits and lower-case letters
 */
public record SubmissionId(String value) {
    private static final Pattern FORM = Pattern.compile("q[0-9a-z]{25}");
    private static final int TOKEN_LENGTH = 10;

    /** @throws IllegalArgumentException if the text has another form */
    public SubmissionId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a submission id is \"q\" and 25 digits or lower-case letters, not " + value.length()
                            + " characters" + " such as \"" + value.substring(0, Math.min(40, value.length())) + "\"");
        }
    }

    /** A new unique id: 122 random bits. */
    public static SubmissionId random() {
        return of(UUID.randomUUID());
    }

    /** The id that belongs to a UUID; the same UUID always gives the same id. */
    public static SubmissionId of(UUID uuid) {
        String digits = unsigned(uuid.getMostSignificantBits()) + unsigned(uuid.getLeastSignificantBits());
        return new SubmissionId("q" + digits.substring(digits.length() - 25));
    }

    /** Whether a text has the form of a submission id, which no batch id has. */
    public static boolean looksLike(String text) {
        return FORM.matcher(text).matches();
    }

    /** The short unique text after the name of the batch: ten characters, about 50 bits. */
    public String token() {
        return value.substring(value.length() - TOKEN_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String unsigned(long bits) {
        String digits = Long.toUnsignedString(bits, 36).toLowerCase(Locale.ROOT);
        return "0".repeat(13 - digits.length()) + digits;
    }
}
