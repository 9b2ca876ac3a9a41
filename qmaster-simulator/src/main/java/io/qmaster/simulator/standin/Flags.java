package io.qmaster.simulator.standin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The flags that a program knows, and how many words follow each. */
final class Flags {
    /** How many words follow a flag. */
    enum Arity {
        NONE,
        ONE,
        ONE_OR_NONE
    }

    private final Map<String, Arity> arities;

    private Flags(Map<String, Arity> arities) {
        this.arities = arities;
    }

    /** The flags of Compressor. */
    static Flags ofCompressor(StandInGeneration generation) {
        Map<String, Arity> all = new LinkedHashMap<>();
        put(all, Arity.NONE, "-help");
        put(all, Arity.ONE, "-batchname", "-priority", "-jobpath", "-settingpath", "-info", "-jobaction", "-scc");
        put(all, Arity.ONE, "-startoffset", "-in", "-out", "-annotations", "-chapters", "-timeout");
        if (generation == StandInGeneration.FINAL_CUT_STUDIO) {
            // Compressor 4 User Manual, appendix "Using the Command Line", which is that of the first generation.
            put(all, Arity.ONE, "-clustername", "-clusterid", "-destinationpath", "-batchfilepath");
            put(all, Arity.NONE, "-show");
            return new Flags(all);
        }
        // Compressor User Guide 4.1 to 4.5, "Use the command line".
        put(all, Arity.ONE, "-computergroup", "-locationpath", "-batchid", "-jobid", "-query");
        put(all, Arity.NONE, "-monitor", "-once", "-kill", "-pause", "-resume");
        put(all, Arity.ONE, "-checkstream", "-findletterbox", "-instances", "-sharing");
        put(all, Arity.ONE, "-networkInterface", "-portRange");
        put(all, Arity.NONE, "-repairCompressor", "-noPassword");
        put(all, Arity.ONE_OR_NONE, "-resetBackgroundProcessing", "-requiresPassword");
        if (generation.isFifth()) {
            put(all, Arity.ONE, "-relabelaudiotracks", "-renametrackswithlayouts", "-relabelcolorspace");
        }
        switch (generation) {
            case COMPRESSOR_5_2 -> put(all, Arity.ONE, "-format");
            case COMPRESSOR_5_4 -> put(all, Arity.ONE, "-outputformat");
            default -> {}
        }
        return new Flags(all);
    }

    /** The flags of Batch Monitor. Which others it has is not known. */
    static Flags ofBatchMonitor() {
        Map<String, Arity> all = new LinkedHashMap<>();
        put(all, Arity.NONE, "-help");
        put(all, Arity.ONE, "-clustername", "-clusterid", "-batchid", "-jobid", "-query", "-timeout");
        return new Flags(all);
    }

    Optional<Arity> arityOf(String word) {
        return Optional.ofNullable(arities.get(word));
    }

    Set<String> names() {
        return arities.keySet();
    }

    private static void put(Map<String, Arity> all, Arity arity, String... flags) {
        for (String flag : flags) {
            all.put(flag, arity);
        }
    }
}
