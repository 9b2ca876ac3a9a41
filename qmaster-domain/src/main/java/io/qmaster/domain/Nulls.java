package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

/** Refuses nulls in values, of which absence is never one. */
final class Nulls {
    private Nulls() {}

    /**
     * Looks at all components of a record that can be null.
     *
     * @throws NullPointerException if one is
     */
    static void refuse(Class<? extends Record> value, Object... components) {
        for (Object component : components) {
            requireNonNull(component, () -> "a component of " + value.getSimpleName() + " is null");
        }
    }
}
