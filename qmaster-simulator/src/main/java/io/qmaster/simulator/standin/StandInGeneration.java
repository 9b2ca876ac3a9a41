package io.qmaster.simulator.standin;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A version of Apple's programs that a {@link StandIn} imitates. Immutable. */
public enum StandInGeneration {
    /** Compressor 3.5 with its Batch Monitor. */
    FINAL_CUT_STUDIO("final-cut-studio", "3.5.3"),
    /** Compressor 4.5. */
    COMPRESSOR_4("compressor-4", "4.5"),
    /** Compressor 5.2, whose monitor takes {@code -format} and whose outputs get the extension of their setting. */
    COMPRESSOR_5_2("compressor-5.2", "5.2"),
    /** Compressor 5.4, which takes {@code -outputformat}. */
    COMPRESSOR_5_4("compressor-5.4", "5.4");

    private final String word;
    private final String version;

    StandInGeneration(String word, String version) {
        this.word = word;
        this.version = version;
    }

    /** The name on a command line, such as {@code compressor-5.4}. */
    public String word() {
        return word;
    }

    /** The version in its {@code Info.plist}. */
    public String version() {
        return version;
    }

    /**
     * The generation of a {@link #word()}, in any letter case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static StandInGeneration of(String word) {
        String wanted = word.strip().toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(generation -> generation.word.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the generation of a stand-in is one of "
                        + Stream.of(values()).map(StandInGeneration::word).collect(Collectors.joining(", "))
                        + ", not \""
                        + word + "\""));
    }

    /** Whether a separate program, Batch Monitor, is queried for status. */
    public boolean hasBatchMonitor() {
        return this == FINAL_CUT_STUDIO;
    }

    /**
     * The exit code after an error. Final Cut Studio always exits with 0: the Python module qmaster of 2011 reads the
     * message only then.
     */
    int exitCode(int ofLaterOnes) {
        return this == FINAL_CUT_STUDIO ? 0 : ofLaterOnes;
    }

    /** Whether its services keep the output of submitting and monitoring programs open (field reports on 4.6, 2022). */
    boolean keepsOutputsOpen() {
        return this == COMPRESSOR_4;
    }

    boolean isFifth() {
        return this == COMPRESSOR_5_2 || this == COMPRESSOR_5_4;
    }
}
