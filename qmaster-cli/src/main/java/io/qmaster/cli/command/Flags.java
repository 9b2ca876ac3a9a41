package io.qmaster.cli.command;

import io.qmaster.cli.config.Key;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what options say of the configuration. */
final class Flags {
    private final Map<Key, String> said = new EnumMap<>(Key.class);

    void put(Key key, @Nullable String value) {
        if (value != null) {
            said.put(key, value);
        }
    }

    void put(Key key, boolean value) {
        if (value) {
            said.put(key, "true");
        }
    }

    Map<Key, String> said() {
        return said;
    }
}
