package io.qmaster.domain;

/**
 * The engine's id of one job of a batch. Jobs with the same source can share one id (Compressor 5 field report, 2026).
 *
 * <p>Real ids are UUIDs in upper case. Two ids that differ only in letter case are equal, since the programs print
 * both. For library consumers and authors of backends. Immutable and thread-safe.
 *
 * @param value the id: a letter or digit, then at most 127 letters, digits, dots, underscores, colons and dashes
 */
public record JobId(String value) {
    /** @throws IllegalArgumentException if the text has another form; a leading dash would be read as a flag */
    public JobId {
        Identifiers.checked("job id", value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JobId id && id.value.equalsIgnoreCase(value);
    }

    @Override
    public int hashCode() {
        return Identifiers.folded(value).hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
