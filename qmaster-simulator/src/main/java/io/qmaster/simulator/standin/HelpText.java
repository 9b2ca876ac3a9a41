package io.qmaster.simulator.standin;

import java.util.stream.Collectors;

/** What {@code -help} prints. Only the names of the flags are Apple's, which is what others look for. */
final class HelpText {
    private HelpText() {}

    static String ofCompressor(StandInGeneration generation) {
        String tail = switch (generation) {
            case FINAL_CUT_STUDIO, COMPRESSOR_4 -> "";
            // Named in the help although this version takes it nowhere: -format was seen so with 5.4. That 5.2 names
            // -outputformat is a guess, by which every Compressor 5 is known.
            case COMPRESSOR_5_2 -> "    -outputformat legacy|xml|json\n";
            case COMPRESSOR_5_4 -> "    -format legacy|xml|json\n";
        };
        return "Compressor " + generation.version() + ", played by the simulator of Qmaster\n"
                + "usage: Compressor [batch] (-jobpath SOURCE -settingpath SETTING " + outputFlag(generation)
                + " OUTPUT [options])...\n" + names(Flags.ofCompressor(generation)) + tail;
    }

    static String ofBatchMonitor() {
        return "Batch Monitor, played by the simulator of Qmaster\n"
                + "usage: Batch Monitor -clustername NAME -batchid ID -query SECONDS\n" + names(Flags.ofBatchMonitor());
    }

    private static String outputFlag(StandInGeneration generation) {
        return generation == StandInGeneration.FINAL_CUT_STUDIO ? "-destinationpath" : "-locationpath";
    }

    private static String names(Flags flags) {
        return flags.names().stream().map(flag -> "    " + flag + "\n").collect(Collectors.joining());
    }
}
