package io.qmaster.simulator.standin;

import io.qmaster.simulator.model.MonitoredBatch;
import io.qmaster.simulator.scenario.JsonText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * JSON arrays, one after another: while a batch is young, empty ones precede the one that contains it (observed with
 * Compressor 5.4). The layout is also the observed one.
 */
final class JsonMonitorText extends MonitorText {
    private static final String EMPTY = "[\n\n]\n";

    /** Assumed: how long empty arrays are printed first is not known. */
    private static final Duration YOUNG = Duration.ofSeconds(10);

    private static final Set<String> NUMBERS = Set.of("timeElapsedSeconds", "timeRemainingSeconds", "percentComplete");
    private static final List<String> OF_FAILED_BATCH = List.of(
            "name",
            "submissionTime",
            "sentBy",
            "timeElapsedSeconds",
            "timeRemainingSeconds",
            "percentComplete",
            "status",
            "batchid");
    private static final List<String> OF_JOB = List.of(
            "name", "status", "percentComplete", "timeElapsedSeconds", "timeRemainingSeconds", "jobid", "batchid");

    JsonMonitorText(StandInGeneration generation, ProgramEnvironment environment) {
        super(generation, environment);
    }

    @Override
    String text(List<MonitoredBatch> batches, Instant now) {
        if (batches.isEmpty()) {
            return EMPTY;
        }
        boolean young = batches.stream()
                .anyMatch(batch -> batch.submittedAt().plus(YOUNG).isAfter(now));
        return (young ? EMPTY + EMPTY : "") + "[\n"
                + batches.stream().map(this::batch).collect(Collectors.joining(",\n")) + "\n]\n";
    }

    private String batch(MonitoredBatch batch) {
        Map<String, String> fields = fields(batch);
        if (hasFailed(batch.status())) {
            fields.keySet().retainAll(OF_FAILED_BATCH);
        }
        String jobs = batch.jobs().stream()
                .map(job -> job(batch, job))
                .collect(Collectors.joining(",\n", "[\n", "\n      ]"));
        List<String> lines = new ArrayList<>();
        fields.forEach((key, value) -> lines.add("      " + member(key, value)));
        lines.add("      \"jobs\" : " + jobs);
        return "  {\n    \"batchStatus\" : {\n" + String.join(",\n", lines) + "\n    }\n  }";
    }

    private String job(MonitoredBatch batch, MonitoredBatch.Job job) {
        Map<String, String> fields = fields(batch, job);
        boolean ended = job.progress().percentComplete() == 100;
        return OF_JOB.stream()
                .filter(key -> !key.equals("timeRemainingSeconds")
                        || !(ended || String.valueOf(fields.get(key)).isEmpty()))
                .map(key -> member(key, String.valueOf(fields.get(key))))
                .collect(Collectors.joining(", ", "        {\"jobStatus\" : {", "}}"));
    }

    private static String member(String key, String value) {
        return "\"" + key + "\" : " + (NUMBERS.contains(key) && !value.isEmpty() ? value : quoted(value));
    }

    private static String quoted(String text) {
        return JsonText.write(JsonNodeFactory.instance.stringNode(text));
    }

    private static boolean hasFailed(String status) {
        return status.startsWith("Failed");
    }
}
