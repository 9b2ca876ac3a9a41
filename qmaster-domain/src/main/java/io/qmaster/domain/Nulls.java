package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

/** Rejects nulls in values. */
final class Nulls {
    private Nulls() {}

    /**
     * Checks components of a record.
     *
     * @throws NullPointerException if one is
     */
    static void refuse(Class<? extends Record> value, Object... components) {
        for (Object component : components) {
            requireNonNull(component, () -> "a component of " + value.getSimpleName() + " is null");
        }
    }
}
