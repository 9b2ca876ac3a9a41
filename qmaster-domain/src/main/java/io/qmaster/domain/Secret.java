package io.qmaster.domain;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A text that must not be printed, logged, journaled or serialised: {@link #toString()} masks it.
 *
 * <p>Only the code that passes it to the engine calls {@link #reveal()}. For library consumers and authors of backends.
 * Immutable and thread-safe.
 */
public final class Secret {
    /** The text that replaces a secret. */
    public static final String MASK = "•••";

    private final String text;
    /** Created lazily; two threads may create it twice. */
    private final AtomicReference<@Nullable SecretForms> forms = new AtomicReference<>();

    private Secret(String text) {
        this.text = text;
    }

    /** Hides a text. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The text itself. The caller must pass it to the engine only. */
    public String reveal() {
        return text;
    }

    /**
     * Replaces every occurrence of this secret in a text by {@link #MASK}: also escaped as in a URL, JSON, XML or a
     * shell, in hexadecimal digits, and in Base64, alone or inside a longer text. An empty secret masks nothing.
     */
    public String maskIn(String other) {
        return maskIn(other, MASK);
    }

    /** The same with another text in its place. */
    public String maskIn(String other, String shown) {
        if (text.isEmpty() || other.isEmpty()) {
            return other;
        }
        SecretForms known = forms.get();
        if (known == null) {
            known = new SecretForms(text);
            forms.set(known);
        }
        return known.mask(other, shown);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
