package io.qmaster.simulator.standin;

import io.qmaster.domain.Priority;
import io.qmaster.simulator.model.MonitoredBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The output of the monitor in one format. */
abstract class MonitorText {
    private final StandInGeneration generation;
    private final ProgramEnvironment environment;

    MonitorText(StandInGeneration generation, ProgramEnvironment environment) {
        this.generation = generation;
        this.environment = environment;
    }

    static MonitorText of(AnswerForm form, StandInGeneration generation, ProgramEnvironment environment) {
        return switch (form) {
            case LEGACY -> new LegacyMonitorText(generation, environment);
            case XML -> new XmlMonitorText(generation, environment);
            case JSON -> new JsonMonitorText(generation, environment);
        };
    }

    /**
     * The whole answer.
     *
     * @param now the engine's time
     */
    final String format(List<MonitoredBatch> batches, Instant now) {
        return text(
                batches.stream().map(batch -> ListedJobs.of(batch, generation)).toList(), now);
    }

    abstract String text(List<MonitoredBatch> batches, Instant now);

    final Map<String, String> fields(MonitoredBatch batch) {
        Map<String, String> fields = fields(batch, batch.name(), batch.status(), batch.progress());
        fields.put("batchid", batch.id().value());
        return fields;
    }

    final Map<String, String> fields(MonitoredBatch batch, MonitoredBatch.Job job) {
        Map<String, String> fields = fields(batch, job.name(), job.status(), job.progress());
        fields.put("jobid", job.id().value());
        fields.put("batchid", batch.id().value());
        return fields;
    }

    private Map<String, String> fields(
            MonitoredBatch batch, String name, String status, MonitoredBatch.Progress progress) {
        Duration elapsed = progress.elapsed();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("submissionTime", environment.language().moment(batch.submittedAt(), environment.zone()));
        fields.put("sentBy", batch.sentBy());
        fields.put("jobType", "Compressor");
        fields.put("priority", word(batch.priority()));
        fields.put("timeElapsed", environment.language().length(elapsed));
        fields.put(
                "timeRemaining",
                progress.remaining().map(environment.language()::length).orElse(""));
        fields.put("timeElapsedSeconds", Long.toString(elapsed.toSeconds()));
        fields.put(
                "timeRemainingSeconds",
                progress.remaining()
                        .map(left -> Long.toString(left.toSeconds()))
                        .orElse(""));
        fields.put("percentComplete", Integer.toString(progress.percentComplete()));
        fields.put("resumePercentComplete", "");
        fields.put("status", status(status));
        return fields;
    }

    private String status(String status) {
        // Seen with a trailing space by the Python module qmaster of 2011.
        return generation == StandInGeneration.FINAL_CUT_STUDIO && status.equals("Waiting") ? "Waiting " : status;
    }

    private static String word(Priority priority) {
        return switch (priority) {
            case LOW -> "LowPriority";
            case MEDIUM -> "MediumPriority";
            case HIGH -> "HighPriority";
        };
    }
}
