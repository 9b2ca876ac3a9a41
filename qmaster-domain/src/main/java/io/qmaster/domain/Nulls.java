package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

/** Rejects nulls in values. */
final class Nulls {
    private Nulls() {}

    /** Throws a {@link NullPointerException} if a component of a record is null. */
    static void refuse(Class<? extends Record> value, Object... components) {
        for (Object component : components) {
            requireNonNull(component, () -> "a component of " + value.getSimpleName() + " is null");
        }
    }
}
