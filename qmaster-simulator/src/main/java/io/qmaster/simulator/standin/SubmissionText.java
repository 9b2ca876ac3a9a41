package io.qmaster.simulator.standin;

import io.qmaster.domain.BatchId;
import java.util.List;
import java.util.stream.Collectors;

/** Prints the ids of a queued batch. */
final class SubmissionText {
    private final StandInGeneration generation;
    private final ProgramEnvironment environment;
    private final SystemLog log;

    SubmissionText(StandInGeneration generation, ProgramEnvironment environment, SystemLog log) {
        this.generation = generation;
        this.environment = environment;
        this.log = log;
    }

    void print(BatchId batch, List<String> jobs, AnswerForm form) {
        switch (form) {
            case LEGACY -> printTags(tags(batch.value(), jobs));
            case XML -> print(xml(batch.value(), jobs));
            case JSON -> print(json(batch.value(), jobs));
        }
    }

    /**
     * On stderr through the system's log (observed with Compressor 4.5); for 5 it is only known that clients read both
     * outputs.
     */
    private void printTags(String tags) {
        if (generation == StandInGeneration.COMPRESSOR_5_2) {
            print(tags + "\n");
        } else {
            log.say(tags);
        }
    }

    private void print(String text) {
        environment.out().print(text);
        environment.out().flush();
    }

    private static String tags(String batch, List<String> jobs) {
        return jobs.stream().map(id -> "<jobID " + id + " /> ").collect(Collectors.joining()) + "<batchID " + batch
                + " />";
    }

    /** Assumed: where the ids are in the elements is not known. */
    private static String xml(String batch, List<String> jobs) {
        return "<batches><batch><batchID>" + batch + "</batchID><jobs>"
                + jobs.stream().map(id -> "<jobID>" + id + "</jobID>").collect(Collectors.joining())
                + "</jobs></batch></batches>\n";
    }

    private static String json(String batch, List<String> jobs) {
        return "{\n  \"batch\" : {\n    \"batchID\" : \"" + batch + "\",\n    \"jobs\" : [\n"
                + jobs.stream().map(id -> "      {\"jobID\" : \"" + id + "\"}").collect(Collectors.joining(",\n"))
                + "\n    ]\n  }\n}\n";
    }
}
