package io.qmaster.domain;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The caller's own key-value pairs, echoed in every event of a batch; in the order of their keys. */
final class Labels {
    private Labels() {}

    static Map<String, String> checked(Map<String, String> labels) {
        labels.keySet().forEach(Labels::checkKey);
        return Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    private static void checkKey(String key) {
        if (key.isBlank() || key.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the key of a label must not be blank or hold control characters");
        }
    }
}
