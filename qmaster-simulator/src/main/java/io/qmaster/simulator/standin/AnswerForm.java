package io.qmaster.simulator.standin;

import java.util.Optional;

/** A form in which a program can be asked to answer. */
enum AnswerForm {
    LEGACY,
    XML,
    JSON;

    /** @throws Complaint if a form has another name */
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
     * The form that a command line asks for. Compressor 5.3 and later take {@code -outputformat} anywhere. 5.2 takes it
     * when a batch is submitted, and for the monitor {@code -format}, directly after {@code -monitor} and nowhere else (field
     * reports, 2026).
     */
    static AnswerForm askedFor(CommandLine line, StandInGeneration generation) throws Complaint {
        if (generation == StandInGeneration.COMPRESSOR_5_2 && line.has("-monitor") && line.has("-outputformat")) {
            throw Complaint.unknownFlag("-outputformat");
        }
        if (line.has("-format")) {
            return of(line.behind("-monitor")
                    .filter(next -> next.flag().equals("-format"))
                    .map(CommandLine.Option::value)
                    .or(Optional::empty)
                    .map(Optional::of)
                    .orElseThrow(() -> Complaint.unknownFlag("-format")));
        }
        return of(line.value("-outputformat"));
    }
}
