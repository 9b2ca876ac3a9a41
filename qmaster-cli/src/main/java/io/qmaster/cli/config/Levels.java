package io.qmaster.cli.config;

import io.qmaster.cli.config.Value.Level;
import io.qmaster.cli.output.CommandFailure;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Where the value of an option comes from: the command line, else the environment, else the config file, else a default. */
final class Levels implements IDefaultValueProvider {
    /** Stands between the values of an option that has several. */
    static final String BETWEEN = "\n";

    private static final String SEE_HELP = "see `qmaster --help`";
    private static final Pattern WORD = Pattern.compile("-(.)");
    private static final String STATE_DIR = "--state-dir";
    private static final String SIMULATOR_DIR = "--simulator-dir";

    /** Options that cannot be configured; {@code --no-fallback} is short for a value of another one. */
    private static final Set<String> NOT_CONFIGURABLE =
            Set.of("--config", "--json", "--help", "--version", "--no-fallback");

    /** Other ways to name the cluster or the secret of notifications; some of them are secrets. */
    private static final Set<String> NOT_SHOWN = Set.of("--cluster-id", "--cluster-id-file", NotifyOptions.Secret.NAME);

    private final Map<String, String> flags;
    private final Map<String, String> environment;
    private final Map<String, OptionSpec> options = new LinkedHashMap<>();
    private final Places places;
    private final Path file;
    private final boolean fileIsRead;
    private final Map<String, String> inFile;

    /** @throws CommandFailure if the config file is invalid */
    Levels(Map<String, String> flags, Map<String, String> environment, List<OptionSpec> options) {
        this.flags = flags;
        this.environment = environment;
        this.places = new Places(environment);
        options.forEach(option -> this.options.put(option.longestName(), option));
        Optional<Path> named = Optional.ofNullable(flags.get("--config"))
                .or(() -> Optional.ofNullable(environment.get("QMASTER_CONFIG")))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
        file = named.orElseGet(places::configFile);
        fileIsRead = named.isPresent() || Files.exists(file);
        inFile = fileIsRead ? new ConfigFile(file, places.home()).read(configurable()) : Map.of();
        this.options.keySet().forEach(this::requireText);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec option) {
        return value(((OptionSpec) option).longestName()).map(Value::text).orElse(null);
    }

    private void requireText(String name) {
        if (value(name).filter(value -> value.text().isBlank()).isPresent()) {
            throw refusal(name, "must not be empty");
        }
    }

    /** The value of an option before it is converted, with its origin. */
    Optional<Value> value(String name) {
        String flag = flags.get(name);
        if (flag != null) {
            return Optional.of(new Value(flag, Level.FLAG, name));
        }
        OptionSpec option = Objects.requireNonNull(options.get(name));
        String variable = variable(option).orElse("");
        String ofEnvironment = environment.getOrDefault(variable, "");
        if (!ofEnvironment.isEmpty()) {
            String text = option.typeInfo().isBoolean() ? "true" : ofEnvironment;
            return Optional.of(new Value(text, Level.ENVIRONMENT, variable));
        }
        String ofFile = inFile.get(key(name));
        if (ofFile != null) {
            return Optional.of(new Value(ofFile, Level.FILE, file.toString()));
        }
        return defaultText(name).map(text -> new Value(text, Level.DEFAULT, ""));
    }

    /** The failure for a value that could not be converted, with the place where it was given. */
    CommandFailure refusal(ParameterException invalid) {
        Throwable reason = invalid.getCause() == null ? invalid : invalid.getCause();
        return refusal(((OptionSpec) invalid.getArgSpec()).longestName(), String.valueOf(reason.getMessage()));
    }

    /** The failure for an invalid value, with the place where it was given. */
    CommandFailure refusal(String name, String reason) {
        return switch (value(name).orElseThrow().level()) {
            case FLAG, ENVIRONMENT -> refusal(name, reason, SEE_HELP);
            case FILE, DEFAULT -> refusal(name, reason, "correct it");
        };
    }

    /** The same with another hint. */
    CommandFailure refusal(String name, String reason, String hint) {
        Value value = value(name).orElseThrow();
        return switch (value.level()) {
            case FLAG -> CommandFailure.usage("the option " + name + " " + reason, hint);
            case ENVIRONMENT ->
                CommandFailure.configuration("the environment variable " + value.place() + " " + reason, hint);
            case FILE, DEFAULT ->
                CommandFailure.configuration(
                        "the config file " + file + " has a wrong value for \"" + key(name) + "\": it " + reason, hint);
        };
    }

    /**
     * The values as {@code qmaster config} shows them, by their key in the config file.
     *
     * @param masked what is shown of options whose values are secrets, by the name of the option
     */
    Map<String, Optional<Value>> shown(Map<String, Optional<Value>> masked) {
        Map<String, Optional<Value>> shown = new LinkedHashMap<>();
        options.forEach((name, option) -> {
            if (isConfigurable(option) && !NOT_SHOWN.contains(name)) {
                Optional<Value> value = value(name);
                shown.put(key(name), masked.getOrDefault(name, value.map(known -> known.with(text(option, known)))));
            }
        });
        return shown;
    }

    String searchPath() {
        return environment.getOrDefault("PATH", "");
    }

    Path home() {
        return places.home();
    }

    Path file() {
        return file;
    }

    boolean fileIsRead() {
        return fileIsRead;
    }

    /** Durations are shown as written, everything else as converted. */
    private static String text(OptionSpec option, Value value) {
        Object understood = option.getValue() instanceof Optional<?> some ? some.orElse(null) : option.getValue();
        if (understood instanceof Enum<?> choice) {
            return Converters.word(choice);
        }
        if (option.isMultiValue()) {
            return value.text().replace(BETWEEN, ", ");
        }
        return understood instanceof Path || understood instanceof Long ? understood.toString() : value.text();
    }

    private Optional<String> defaultText(String name) {
        return switch (name) {
            case STATE_DIR -> Optional.of(places.stateFolder().toString());
            case SIMULATOR_DIR ->
                value(STATE_DIR)
                        .map(folder -> Path.of(folder.text(), "simulator").toString());
            default -> Optional.ofNullable(options.get(name)).map(OptionSpec::defaultValue);
        };
    }

    private Map<String, OptionSpec> configurable() {
        Map<String, OptionSpec> keys = new LinkedHashMap<>();
        options.forEach((name, option) -> {
            if (isConfigurable(option)) {
                keys.put(key(name), option);
            }
        });
        return keys;
    }

    private static boolean isConfigurable(OptionSpec option) {
        return !NOT_CONFIGURABLE.contains(option.longestName());
    }

    /** The key of the config file: {@code simulatorDir} for {@code --simulator-dir}. */
    private static String key(String option) {
        return WORD.matcher(option.substring(2))
                .replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
    }

    private static Optional<String> variable(OptionSpec option) {
        return option.userObject() instanceof Field field
                ? Optional.ofNullable(field.getAnnotation(Variable.class)).map(Variable::value)
                : Optional.empty();
    }
}
