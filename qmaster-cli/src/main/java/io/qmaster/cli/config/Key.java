package io.qmaster.cli.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be configured: its names in the config file, on the command line and in the environment. */
public enum Key {
    /** Which backend. */
    BACKEND("backend", "QMASTER_BACKEND", Kind.CHOICE, "compressor|simulator", ""),
    /** The name of the cluster. */
    CLUSTER("cluster", "QMASTER_CLUSTER", Kind.TEXT, "", "This Computer"),
    /** The file that holds the address of the cluster. */
    CLUSTER_ID_FILE("clusterIdFile", "", Kind.PATH),
    /** The address of the cluster itself; never a flag, where other users could see it. */
    CLUSTER_ID("clusterId", "QMASTER_CLUSTER_ID", Kind.TEXT),
    /** The Compressor executable or application. */
    COMPRESSOR("compressor", "QMASTER_COMPRESSOR", Kind.PATH),
    /** The Batch Monitor executable. */
    BATCH_MONITOR("batchMonitor", "QMASTER_BATCH_MONITOR", Kind.PATH),
    /** The generation of the command line. */
    GENERATION(
            "generation", "QMASTER_GENERATION", Kind.CHOICE, "auto|final-cut-studio|compressor-4|compressor-5", "auto"),
    /** Where the simulator keeps its state. */
    SIMULATOR_DIR("simulatorDir", "QMASTER_SIMULATOR_DIR", Kind.PATH),
    /** The scenario of the simulator: a file or the name of one that it brings. */
    SCENARIO("scenario", "QMASTER_SCENARIO", Kind.TEXT),
    /** Where we keep our state. */
    STATE_DIR("stateDir", "QMASTER_STATE_DIR", Kind.PATH),
    /** How soon batches are worked on. */
    PRIORITY("priority", "", Kind.CHOICE, "low|medium|high", "low"),
    /** For all attempts of one submission together. */
    SUBMIT_TIMEOUT("submitTimeout", "", Kind.DURATION, "", "600s"),
    /** How long to look for a batch whose submission did not answer. */
    SETTLE_TIMEOUT("settleTimeout", "", Kind.DURATION, "", "90s"),
    /** How often to ask. */
    POLL("poll", "", Kind.DURATION),
    /** How long a batch must be out of sight to be lost. */
    LOST_AFTER("lostAfter", "", Kind.DURATION, "", "90s"),
    /** How long one question for status may take. */
    STATUS_TIMEOUT("statusTimeout", "", Kind.DURATION, "", "60s"),
    /** How long an output may take to show up. */
    OUTPUT_GRACE("outputGrace", "", Kind.DURATION, "", "30s"),
    /** After how long without progress a batch is said to stall. */
    STALL_AFTER("stallAfter", "", Kind.DURATION, "", "30m"),
    /** How long a source that was changed a moment ago must stay unchanged. */
    STABLE_FOR("stableFor", "", Kind.DURATION, "", "2s"),
    /** How long to wait for a source that still changes. */
    STABLE_TIMEOUT("stableTimeout", "", Kind.DURATION),
    /** What must be left on the volumes of outputs. */
    MIN_FREE("minFree", "", Kind.SIZE, "", "0"),
    /** Whether this computer may stand in for a cluster. */
    FALLBACK("fallback", "", Kind.CHOICE, "never|unavailable", "unavailable"),
    /** Only failures are told. */
    QUIET("quiet", "", Kind.TRUTH, "", "false"),
    /** More is told. */
    VERBOSE("verbose", "", Kind.TRUTH, "", "false"),
    /** Everything is told. */
    DEBUG("debug", "", Kind.TRUTH, "", "false"),
    /** Where the log is written. */
    LOG_FILE("logFile", "", Kind.PATH),
    /** How the log is written. */
    LOG_FORMAT("logFormat", "", Kind.CHOICE, "text|json", "text"),
    /** No colours. */
    NO_COLOR("noColor", "NO_COLOR", Kind.PRESENCE, "", "false");

    private final String jsonName;
    private final String variable;
    private final Kind kind;
    private final String choices;
    private final String fallback;

    Key(String jsonName, String variable, Kind kind) {
        this(jsonName, variable, kind, "", "");
    }

    Key(String jsonName, String variable, Kind kind, String choices, String fallback) {
        this.jsonName = jsonName;
        this.variable = variable;
        this.kind = kind;
        this.choices = choices;
        this.fallback = fallback;
    }

    /** The key in the config file. */
    public String jsonName() {
        return jsonName;
    }

    /** The flag. */
    public String flag() {
        return "--" + jsonName.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** The environment variable, if it has one. */
    public Optional<String> variable() {
        return Optional.of(variable).filter(name -> !name.isEmpty());
    }

    Optional<String> fallback() {
        return Optional.of(fallback).filter(value -> !value.isEmpty());
    }

    /**
     * The value, if it is one that this key takes.
     *
     * @throws IllegalArgumentException if it is not, with words that can stand behind the name of the key
     */
    String checked(String value) {
        return kind.checked(value, List.of(choices.split("\\|")));
    }

    Kind kind() {
        return kind;
    }

    static Optional<Key> named(String jsonName) {
        return Arrays.stream(values())
                .filter(key -> key.jsonName.equals(jsonName))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Key::jsonName).toList();
    }
}
