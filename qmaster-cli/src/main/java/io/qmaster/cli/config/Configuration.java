package io.qmaster.cli.config;

import io.qmaster.cli.config.Value.Level;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ClusterLogin;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Priority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The effective configuration: for every key the value of the highest level that says one. Immutable.
 *
 * <p>A cluster and the address of a cluster stand for each other: the highest level that names either decides, and within
 * a level the address wins.
 */
public final class Configuration {
    private static final String SEE_HELP = "see `qmaster --help`";

    private final Path home;
    private final Path file;
    private final boolean fileIsThere;
    private final Map<Key, Value> values;
    private final Value clusterValue;
    private final Cluster cluster;
    private final Credentials credentials;

    private Configuration(
            Path home,
            Path file,
            boolean fileIsThere,
            Map<Key, Value> values,
            Value clusterValue,
            Cluster cluster,
            Credentials credentials) {
        this.home = home;
        this.file = file;
        this.fileIsThere = fileIsThere;
        this.values = values;
        this.clusterValue = clusterValue;
        this.cluster = cluster;
        this.credentials = credentials;
    }

    /**
     * Puts the levels together.
     *
     * @param flags what the command line says
     * @param configFile the config file that the command line names
     * @param environment the environment
     * @throws CommandFailure if something of it is no good
     */
    public static Configuration of(Map<Key, String> flags, Optional<Path> configFile, Map<String, String> environment) {
        Places places = new Places(environment);
        Optional<Path> named = configFile.or(() -> Optional.ofNullable(environment.get("QMASTER_CONFIG"))
                .filter(text -> !text.isEmpty())
                .map(Path::of));
        Path file = named.orElseGet(places::configFile);
        boolean read = named.isPresent() || Files.exists(file);
        Levels levels = new Levels();
        levels.add(Level.FLAG, checked(flags), Key::flag);
        levels.add(
                Level.ENVIRONMENT,
                inEnvironment(environment),
                key -> key.variable().orElseThrow());
        levels.add(Level.FILE, read ? new ConfigFile(file, places.home()).read() : Map.of(), key -> file.toString());
        levels.add(Level.DEFAULT, defaults(places), key -> "");
        return levels.effective(places.home(), file, read);
    }

    /** The user's home directory: {@code $HOME}, or what the system says where that is not set. */
    public Path home() {
        return home;
    }

    /** The config file, whether it is there or not. */
    public Path file() {
        return file;
    }

    /** Whether the config file is there. */
    public boolean fileIsThere() {
        return fileIsThere;
    }

    /** Where batches run. */
    public Cluster cluster() {
        return cluster;
    }

    /** The password of {@link #cluster()} if that is known by its address. */
    public Credentials credentials() {
        return credentials;
    }

    /** Whether the command line says where batches run. */
    public boolean namesClusterByFlag() {
        return clusterValue.level() == Level.FLAG;
    }

    /** Where batches run, with its password masked, and who says so. */
    public Value clusterValue() {
        return clusterValue;
    }

    /** The value of a key with its origin; empty if nobody says one. */
    public Optional<Value> value(Key key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The text of a key. */
    public Optional<String> text(Key key) {
        return value(key).map(Value::text);
    }

    /** The path of a key. */
    public Optional<Path> path(Key key) {
        return text(key).map(Path::of);
    }

    /** The time of a key. */
    public Optional<Duration> duration(Key key) {
        return text(key).map(Durations::parse);
    }

    /** Whether a key is {@code true}. */
    public boolean is(Key key) {
        return text(key).filter("true"::equals).isPresent();
    }

    /** Where we keep our state. */
    public Path stateFolder() {
        return path(Key.STATE_DIR).orElseThrow();
    }

    /** Where the simulator keeps its state. */
    public Path simulatorFolder() {
        return path(Key.SIMULATOR_DIR).orElseGet(() -> stateFolder().resolve("simulator"));
    }

    /** How soon batches are worked on unless a submission says something else. */
    public Priority priority() {
        return Priority.of(text(Key.PRIORITY).orElseThrow());
    }

    /** How patient we are, and whether this computer may stand in for a cluster. */
    public Policy policy() {
        Policy policy = Policy.DEFAULT
                .submissionTimeout(duration(Key.SUBMIT_TIMEOUT).orElseThrow())
                .settleWindow(duration(Key.SETTLE_TIMEOUT).orElseThrow())
                .lostAfter(duration(Key.LOST_AFTER).orElseThrow())
                .statusTimeout(duration(Key.STATUS_TIMEOUT).orElseThrow())
                .outputGrace(duration(Key.OUTPUT_GRACE).orElseThrow())
                .stallAfter(duration(Key.STALL_AFTER).orElseThrow())
                .sourceStableFor(duration(Key.STABLE_FOR).orElseThrow())
                .sourceTimeout(duration(Key.STABLE_TIMEOUT).orElse(Policy.DEFAULT.sourceTimeout()))
                .minFreeBytes(Long.parseLong(text(Key.MIN_FREE).orElseThrow()))
                .fallback(
                        text(Key.FALLBACK).filter("never"::equals).isPresent()
                                ? Policy.Fallback.NEVER
                                : Policy.Fallback.WHEN_UNAVAILABLE);
        return duration(Key.POLL).map(policy::pollEvery).orElse(policy);
    }

    private static Map<Key, String> checked(Map<Key, String> flags) {
        Map<Key, String> checked = new EnumMap<>(Key.class);
        flags.forEach((key, text) -> {
            try {
                checked.put(key, key.checked(text));
            } catch (IllegalArgumentException noGood) {
                throw CommandFailure.usage("the option " + key.flag() + " " + noGood.getMessage(), SEE_HELP);
            }
        });
        return checked;
    }

    private static Map<Key, String> inEnvironment(Map<String, String> environment) {
        Map<Key, String> values = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            String name = key.variable().orElse("");
            String text = environment.getOrDefault(name, "");
            if (!text.isEmpty()) {
                values.put(
                        key,
                        key.kind() == Kind.PRESENCE ? "true" : checked(key, text, "the environment variable " + name));
            }
        }
        return values;
    }

    private static Map<Key, String> defaults(Places places) {
        Map<Key, String> values = new EnumMap<>(Key.class);
        for (Key key : Key.values()) {
            key.fallback().ifPresent(text -> values.put(key, text));
        }
        values.put(Key.STATE_DIR, places.stateFolder().toString());
        return values;
    }

    private static String checked(Key key, String text, String place) {
        try {
            return key.checked(text);
        } catch (IllegalArgumentException noGood) {
            throw CommandFailure.configuration(place + " " + noGood.getMessage(), SEE_HELP);
        }
    }

    /** The levels on top of each other. */
    private static final class Levels {
        private final Map<Key, Value> winners = new EnumMap<>(Key.class);
        private Optional<Value> clusterValue = Optional.empty();
        private Optional<Cluster> cluster = Optional.empty();
        private Credentials credentials = Credentials.NONE;

        void add(Level level, Map<Key, String> texts, Function<Key, String> place) {
            texts.forEach((key, text) -> winners.putIfAbsent(key, new Value(text, level, place.apply(key))));
            if (clusterValue.isPresent()) {
                return;
            }
            for (Key key : new Key[] {Key.CLUSTER_ID_FILE, Key.CLUSTER_ID, Key.CLUSTER}) {
                String text = texts.get(key);
                if (text != null) {
                    cluster = Optional.of(clusterOf(key, text, place.apply(key)));
                    clusterValue = Optional.of(new Value(cluster.get().displayName(), level, place.apply(key)));
                    return;
                }
            }
        }

        Configuration effective(Path home, Path file, boolean fileIsThere) {
            return new Configuration(
                    home,
                    file,
                    fileIsThere,
                    Map.copyOf(winners),
                    clusterValue.orElseThrow(),
                    cluster.orElseThrow(),
                    credentials);
        }

        private Cluster clusterOf(Key key, String text, String place) {
            try {
                return switch (key) {
                    case CLUSTER_ID_FILE -> login(SecretFile.read(Path.of(text)));
                    case CLUSTER_ID -> login(text);
                    default -> Cluster.named(text);
                };
            } catch (IllegalArgumentException noCluster) {
                throw CommandFailure.configuration(
                        "the cluster named by " + place + " is no good: " + noCluster.getMessage(),
                        key == Key.CLUSTER
                                ? "give the name of a cluster here, and an address in a file, by --cluster-id-file"
                                : "write it as user:password@host:port");
            }
        }

        private Cluster login(String text) {
            ClusterLogin login = ClusterLogin.parse(text);
            credentials = login;
            return login.cluster();
        }
    }
}
