package io.qmaster.cli.config;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.JsonInput;
import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.ITypeInfo;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.databind.JsonNode;

/** The config file: one JSON object with a key for every option that can be configured. */
final class ConfigFile {
    private static final int MOST_MEBIBYTES = 1;

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
            values.put(key, value(key, option.typeInfo(), property.getValue()));
        });
        if (values.containsKey("clusterId")) {
            requirePrivate();
        }
        return values;
    }

    private void requirePrivate() {
        if (SecretFile.isOpenToAll(file)) {
            throw wrong(
                    "contains an address with a password and can be read by every user", "run `chmod o= " + file + "`");
        }
    }

    private String value(String key, ITypeInfo type, JsonNode node) {
        boolean fits = type.isBoolean() ? node.isBoolean() : node.isString();
        if (!fits) {
            throw wrong(
                    "has a wrong value for \"" + key + "\"",
                    type.isBoolean() ? "it must be true or false" : "it must be a text in quotes");
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
