package io.qmaster.cli.config;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.JsonInput;
import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ITypeInfo;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/** The config file: one JSON object with a key for every option that can be configured. */
final class ConfigFile {
    private static final int MOST_MEBIBYTES = 1;

    /** Keys whose values the other users of the machine must not read, and what these are. */
    private static final Map<String, String> SECRETS = Map.of(
            "clusterId", "an address with a password",
            "notify", "the URL of a webhook");

    private final Path file;
    private final Path home;

    ConfigFile(Path file, Path home) {
        this.file = file;
        this.home = home;
    }

    /**
     * Reads the file.
     *
     * @param keys the options by their keys
     * @return the values by their keys
     * @throws CommandFailure if it cannot be read, holds an unknown key, or a value of another kind
     */
    Map<String, String> read(Map<String, OptionSpec> keys) {
        JsonNode document = document();
        if (!document.isObject()) {
            throw wrong("is not a JSON object", "write it like {\"backend\": \"simulator\"}");
        }
        Map<String, String> values = new HashMap<>();
        document.properties().forEach(property -> {
            String key = property.getKey();
            OptionSpec option = keys.get(key);
            if (option == null) {
                throw wrong(
                        "has an unknown key \"" + key + "\"", "use one of these: " + String.join(", ", keys.keySet()));
            }
            values.put(
                    key,
                    option.isMultiValue() && property.getValue().isArray()
                            ? values(key, option.typeInfo(), property.getValue())
                            : value(key, option.typeInfo(), property.getValue()));
        });
        requirePrivate(values.keySet());
        return values;
    }

    private void requirePrivate(Set<String> keys) {
        if (keys.contains("notifySecret") && SecretFile.isOpenToOthers(file)) {
            throw wrong("contains a secret and can be read by other users", "run `chmod go= " + file + "`");
        }
        SECRETS.forEach((key, what) -> {
            if (keys.contains(key) && SecretFile.isOpenToAll(file)) {
                throw wrong("contains " + what + " and can be read by every user", "run `chmod o= " + file + "`");
            }
        });
    }

    private String values(String key, ITypeInfo type, JsonNode list) {
        if (list.isEmpty()) {
            throw wrong("has a wrong value for \"" + key + "\"", "name one, or leave out the key");
        }
        return list.valueStream().map(node -> value(key, type, node)).collect(Collectors.joining(Levels.BETWEEN));
    }

    private String value(String key, ITypeInfo type, JsonNode node) {
        boolean fits = type.isBoolean() ? node.isBoolean() : node.isString();
        if (!fits) {
            throw wrong(
                    "has a wrong value for \"" + key + "\"",
                    type.isBoolean()
                            ? "it must be true or false"
                            : type.isMultiValue()
                                    ? "it must be a text in quotes, or an array of such texts"
                                    : "it must be a text in quotes");
        }
        String text = node.asString();
        boolean isPath = type.isOptional() && type.getAuxiliaryTypes()[0] == Path.class;
        try {
            return isPath && !text.isBlank() ? besideTheFile(text) : text;
        } catch (InvalidPathException invalid) {
            throw wrong(
                    "has a wrong value for \"" + key + "\": it is not a path: " + invalid.getReason(), "correct it");
        }
    }

    /** Relative paths are resolved against the directory of the config file. */
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
