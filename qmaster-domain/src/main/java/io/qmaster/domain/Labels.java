package io.qmaster.domain;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Validates the caller's own key-value pairs and sorts them by key. */
final class Labels {
    private Labels() {}

    static Map<String, String> checked(Map<String, String> labels) {
        labels.keySet().forEach(Labels::checkKey);
        return Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    private static void checkKey(String key) {
        if (key.isBlank() || key.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the key of a label must not be blank or contain control characters");
        }
    }
}
