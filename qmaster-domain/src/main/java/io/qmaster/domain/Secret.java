package io.qmaster.domain;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A text that nothing prints, logs, journals or serialises: {@link #toString()} masks it.
 *
 * <p>Only the code that hands it to the engine calls {@link #reveal()}. Immutable and safe for threads.
 */
public final class Secret {
    /** What stands in place of a secret wherever it would have been seen. */
    public static final String MASK = "•••";

    private final String text;
    /** Made when it is first needed; two threads may make it twice. */
    private final AtomicReference<@Nullable SecretForms> forms = new AtomicReference<>();

    private Secret(String text) {
        this.text = text;
    }

    /** Hides a text. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    /** The text itself. The caller sees to it that it goes to the engine and nowhere else. */
    public String reveal() {
        return text;
    }

    /**
     * Replaces every occurrence of this secret in a text by {@link #MASK}: also escaped as in a URL, JSON, XML or a shell,
     * in hexadecimal digits, and in Base64, alone or inside of something longer. An empty secret masks nothing.
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
