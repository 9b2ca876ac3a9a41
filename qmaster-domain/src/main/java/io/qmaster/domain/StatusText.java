package io.qmaster.domain;

import java.util.Optional;

/**
 * The engine's own words for a status, with what they mean.
 *
 * @param raw the text exactly as the engine wrote it
 */
public record StatusText(String raw) {
    /** The state that these words stand for. */
    public BatchState state() {
        return BatchState.of(raw);
    }

    /** What stands behind {@code Failed:}, if anything. */
    public Optional<String> reason() {
        int colon = raw.indexOf(':');
        if (state() != BatchState.FAILED || colon < 0) {
            return Optional.empty();
        }
        return Optional.of(raw.substring(colon + 1).strip()).filter(reason -> !reason.isEmpty());
    }

    @Override
    public String toString() {
        return raw;
    }
}
