package io.qmaster.simulator.standin;

/** Meaningless output of the programs on stderr. */
final class Noise {
    private Noise() {}

    /** On every call of Compressor 5 (observed with 5.4). */
    static void ofCall(StandInGeneration generation, SystemLog log) {
        if (generation.isFifth()) {
            log.say("fileURL is NOT a directory");
        }
    }

    /** On the first call after an installation (observed with Compressor 5.2). */
    static void ofFirstCall(StandInGeneration generation, ProgramEnvironment environment) {
        if (generation.isFifth()) {
            environment
                    .err()
                    .print("objc[" + environment.process()
                            + "]: Class JEHTTPRequestOperation is implemented in both"
                            + " /System/Library/PrivateFrameworks/JetEngine.framework/Versions/A/JetEngine and"
                            + " /Applications/Compressor.app/Contents/Frameworks/JetEngine.framework/Versions/A/JetEngine."
                            + " This may cause spurious casting failures and mysterious crashes."
                            + " One of the duplicates must be removed or renamed.\nValidating Purchase...\n");
            environment.err().flush();
        }
    }

    /** When a batch is queued (observed with Compressor 4.5; assumed for the first generation). */
    static void ofQueuing(StandInGeneration generation, SystemLog log, String user) {
        if (!generation.isFifth()) {
            log.say("owner is: " + user);
        }
    }
}
