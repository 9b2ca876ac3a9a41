package io.qmaster.cli.config;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.JsonInput;
import io.qmaster.cli.output.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The config file: one JSON object whose keys are those of {@link Key}. */
final class ConfigFile {
    private static final int MOST_MEBIBYTES = 1;

    private final Path file;
    private final Path home;

    ConfigFile(Path file, Path home) {
        this.file = file;
        this.home = home;
    }

    /**
     * What the file says.
     *
     * @throws CommandFailure if it cannot be read, holds a key that nobody knows, or a value that is no good
     */
    Map<Key, String> read() {
        JsonNode document = document();
        if (!document.isObject()) {
            throw wrong("is no JSON object", "it looks like {\"backend\": \"simulator\"}");
        }
        Map<Key, String> values = new EnumMap<>(Key.class);
        document.properties().forEach(property -> {
            Key key = Key.named(property.getKey())
                    .orElseThrow(() -> wrong(
                            "has an unknown key \"" + property.getKey() + "\"",
                            "the keys are " + String.join(", ", Key.names())));
            values.put(key, value(key, property.getValue()));
        });
        if (values.containsKey(Key.CLUSTER_ID)) {
            requirePrivate();
        }
        return values;
    }

    private void requirePrivate() {
        if (SecretFile.isOpenToAll(file)) {
            throw wrong(
                    "holds an address with a password and can be read by every user", "run `chmod o= " + file + "`");
        }
    }

    private String value(Key key, JsonNode node) {
        boolean fits = key.kind().isTruth() ? node.isBoolean() : node.isString();
        if (!fits) {
            throw wrong(
                    "has a wrong value for \"" + key.jsonName() + "\"",
                    key.kind().isTruth() ? "it must be true or false" : "it must be a text in quotes");
        }
        try {
            String value = key.checked(node.asString());
            return key.kind() == Kind.PATH ? besideTheFile(value) : value;
        } catch (IllegalArgumentException noGood) {
            throw wrong("has a wrong value for \"" + key.jsonName() + "\": it " + noGood.getMessage(), "mend it");
        }
    }

    /** A relative path means the same wherever the program is started. */
    private String besideTheFile(String path) {
        if (path.equals("~") || path.startsWith("~/")) {
            return home.resolve(path.substring(Math.min(2, path.length()))).toString();
        }
        return file.toAbsolutePath().resolveSibling(path).normalize().toString();
    }

    private JsonNode document() {
        try {
            return JsonInput.read(file, MOST_MEBIBYTES);
        } catch (IOException unreadable) {
            throw wrong("cannot be read: " + Reason.of(unreadable), "check its path and permissions");
        } catch (JsonInput.Fault fault) {
            throw wrong(fault.getMessage(), "correct it");
        }
    }

    private CommandFailure wrong(String what, String hint) {
        return CommandFailure.configuration("the config file " + file + " " + what, hint);
    }
}
