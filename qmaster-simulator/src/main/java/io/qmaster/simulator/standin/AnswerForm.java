package io.qmaster.simulator.standin;

import java.util.Optional;

/** A format of answers. */
enum AnswerForm {
    LEGACY,
    XML,
    JSON;

    /** @throws Complaint if the word is not a format */
    static AnswerForm of(Optional<String> word) throws Complaint {
        if (word.isEmpty()) {
            return LEGACY;
        }
        return switch (word.get()) {
            case "legacy" -> LEGACY;
            case "xml" -> XML;
            case "json" -> JSON;
            default -> throw Complaint.parameter("the output format is legacy, xml or json, not " + word.get());
        };
    }

    /**
     * The format that a command line requests. Compressor 5.3 and later accept {@code -outputformat} anywhere. 5.2
     * accepts it for submissions, and for the monitor {@code -format}, but only directly after {@code -monitor} (field
     * reports, 2026).
     */
    static AnswerForm askedFor(CommandLine line, StandInGeneration generation) throws Complaint {
        if (generation == StandInGeneration.COMPRESSOR_5_2 && line.has("-monitor") && line.has("-outputformat")) {
            throw Complaint.unknownFlag("-outputformat");
        }
        if (line.has("-format")) {
            return of(line.following("-monitor")
                    .filter(next -> next.flag().equals("-format"))
                    .map(CommandLine.Option::value)
                    .or(Optional::empty)
                    .map(Optional::of)
                    .orElseThrow(() -> Complaint.unknownFlag("-format")));
        }
        return of(line.value("-outputformat"));
    }
}
