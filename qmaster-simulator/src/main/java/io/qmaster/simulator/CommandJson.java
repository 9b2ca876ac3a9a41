package io.qmaster.simulator;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.JobId;
import io.qmaster.domain.Priority;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.OutsideWork;
import io.qmaster.simulator.model.Submission;
import io.qmaster.simulator.model.SubmittedJob;
import io.qmaster.simulator.scenario.JsonText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes a timed command as one line of JSON. */
final class CommandJson {
    private CommandJson() {}

    static String write(Instant at, Command<?> command) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("at", at.toString());
        if (command instanceof Command.Submit submit) {
            write(submit.submission(), json.put("command", "submit"));
        } else if (command instanceof Command.Control control) {
            json.put("command", control.action().word())
                    .put("cluster", control.cluster())
                    .put("batch", control.batch().value());
            if (!control.jobs().isEmpty()) {
                ArrayNode jobs = json.putArray("jobs");
                control.jobs().forEach(job -> jobs.add(job.value()));
            }
        } else if (command instanceof Command.Report report) {
            json.put("command", "report").put("effect", report.effect());
            report.failure().ifPresent(reason -> json.put("failure", reason));
        } else if (command instanceof Command.OutputInTheWay inTheWay) {
            json.put("command", "outputInTheWay").put("effect", inTheWay.effect());
        } else if (command instanceof Command.SetInstances set) {
            json.put("command", "instances").put("instances", set.instances());
        } else if (command instanceof Command.Encoded encoded) {
            write(encoded.run(), json.put("command", "encoded"));
            encoded.failure().ifPresent(reason -> json.put("failure", reason));
        } else if (command instanceof Command.EncodedPart part) {
            write(part.run(), json.put("command", "encodedPart"));
            json.put("percent", part.percent());
        } else if (command instanceof Command.Reset) {
            json.put("command", "reset");
        } else {
            json.put("command", command instanceof Command.Tick ? "tick" : "question");
        }
        return JsonText.write(json);
    }

    /** @throws RuntimeException if the text is not a command */
    static CommandLog.Entry read(String line) {
        JsonNode json = JsonText.read(line);
        return new CommandLog.Entry(StateFile.moment(text(json, "at")), command(json));
    }

    private static Command<?> command(JsonNode json) {
        String word = text(json, "command");
        return switch (word) {
            case "submit" -> new Command.Submit(submission(json));
            case "cancel", "pause", "resume" ->
                new Command.Control(
                        text(json, "cluster"),
                        new BatchId(text(json, "batch")),
                        json.path("jobs").values().stream()
                                .map(id -> new JobId(id.stringValue()))
                                .toList(),
                        ControlAction.valueOf(word.toUpperCase(Locale.ROOT)));
            case "report" ->
                new Command.Report(
                        json.required("effect").longValue(),
                        Optional.ofNullable(json.get("failure")).map(JsonNode::stringValue));
            case "outputInTheWay" ->
                new Command.OutputInTheWay(json.required("effect").longValue());
            case "instances" ->
                new Command.SetInstances(json.required("instances").intValue());
            case "encoded" ->
                new Command.Encoded(
                        run(json), Optional.ofNullable(json.get("failure")).map(JsonNode::stringValue));
            case "encodedPart" ->
                new Command.EncodedPart(run(json), json.required("percent").intValue());
            case "reset" -> new Command.Reset();
            case "tick" -> new Command.Tick();
            case "question" -> new Command.Question();
            default -> throw new IllegalArgumentException("unknown command: " + word);
        };
    }

    private static void write(OutsideWork.Run run, ObjectNode json) {
        json.put("batch", run.batch().value())
                .put("job", run.job())
                .put("segment", run.segment())
                .put("attempt", run.attempt())
                .put("since", run.since().toString());
    }

    private static OutsideWork.Run run(JsonNode json) {
        return new OutsideWork.Run(
                new BatchId(text(json, "batch")),
                json.required("job").intValue(),
                json.required("segment").intValue(),
                json.required("attempt").intValue(),
                StateFile.moment(text(json, "since")));
    }

    private static void write(Submission submission, ObjectNode json) {
        json.put("cluster", submission.cluster())
                .put("name", submission.name())
                .put("priority", submission.priority().word())
                .put("sentBy", submission.sentBy());
        ArrayNode jobs = json.putArray("jobs");
        for (SubmittedJob job : submission.jobs()) {
            ObjectNode entry = jobs.addObject()
                    .put("source", job.source().toString())
                    .put("bytes", job.sourceBytes())
                    .put("output", job.output().toString())
                    .put("extension", job.extension())
                    .put("imageSequence", job.imageSequence())
                    .put("segmentable", job.segmentable());
            job.sourceDuration().ifPresent(playing -> entry.put("plays", playing.toString()));
            job.videoCodec().ifPresent(codec -> entry.put("videoCodec", codec));
            job.plan().ifPresent(plan -> entry.put("plan", plan));
        }
    }

    private static Submission submission(JsonNode json) {
        return new Submission(
                text(json, "cluster"),
                text(json, "name"),
                Priority.of(text(json, "priority")),
                text(json, "sentBy"),
                json.required("jobs").values().stream().map(CommandJson::job).toList());
    }

    private static SubmittedJob job(JsonNode json) {
        return new SubmittedJob(
                Path.of(text(json, "source")),
                json.required("bytes").longValue(),
                Optional.ofNullable(json.get("plays")).map(time -> Duration.parse(time.stringValue())),
                Path.of(text(json, "output")),
                text(json, "extension"),
                json.required("imageSequence").booleanValue(),
                json.required("segmentable").booleanValue(),
                Optional.ofNullable(json.get("videoCodec")).map(JsonNode::stringValue),
                Optional.ofNullable(json.get("plan")).map(JsonNode::stringValue));
    }

    private static String text(JsonNode json, String key) {
        return json.required(key).stringValue();
    }
}
