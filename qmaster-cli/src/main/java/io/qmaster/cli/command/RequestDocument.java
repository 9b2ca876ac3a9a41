package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.JsonInput;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Destination;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.Timecode;
import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A request as a JSON document, everything per job:
 *
 * <pre>{@code
 * {"batchName": "Dailies", "priority": "high", "labels": {"reel": "12"},
 *  "setting": "HD 720p", "destinationDir": "/Volumes/Out",
 *  "jobs": [{"source": "a.mov"},
 *           {"source": "b.mov", "setting": "Apple ProRes 422 Proxy", "destination": "/Volumes/Out/proxy/b.mov",
 *            "in": "00:00:10;00", "out": "00:00:20;00"}]}
 * }</pre>
 */
final class RequestDocument {
    /** Enough for a hundred thousand jobs. */
    private static final int MOST_MEBIBYTES = 64;

    private static final Set<String> OF_BATCH = Set.of(
            "batchName", "exactName", "priority", "labels", "requestId", "setting", "destinationDir", "beside", "jobs");
    private static final Set<String> OF_JOB = Set.of(
            "source",
            "setting",
            "destination",
            "destinationDir",
            "beside",
            "suffix",
            "in",
            "out",
            "startOffset",
            "chapters",
            "annotations",
            "captions",
            "imageSequence",
            "frameRate",
            "audio");

    private final JsonFields document;

    private RequestDocument(JsonFields document) {
        this.document = document;
    }

    /**
     * Reads a document.
     *
     * @param file its path, or {@code -} for standard input
     * @throws CommandFailure if it cannot be read or is not a JSON object
     */
    static RequestDocument read(String file, InputStream in) {
        String name = file.equals("-") ? "standard input" : file;
        JsonNode read;
        try {
            read = file.equals("-")
                    ? JsonInput.read(in, MOST_MEBIBYTES)
                    : JsonInput.read(Path.of(file), MOST_MEBIBYTES);
        } catch (IOException unreadable) {
            throw CommandFailure.usage(
                    "the request in " + name + " cannot be read: " + Reason.of(unreadable),
                    "check its path and permissions");
        } catch (JsonInput.Fault fault) {
            throw CommandFailure.usage("the request in " + name + " " + fault.getMessage(), "correct it");
        }
        return new RequestDocument(JsonFields.of(
                read,
                OF_BATCH,
                fault -> CommandFailure.usage(
                        "the request in " + name + " is wrong: " + fault, "see `qmaster submit --help`")));
    }

    /** Applies the document to a request. */
    void applyTo(BatchRequest.Builder request, Qmaster qmaster) {
        document.text("batchName").ifPresent(request::batchName);
        if (document.truth("exactName").orElse(false)) {
            request.exactName();
        }
        document.value("priority", Priority::of).ifPresent(request::priority);
        document.text("requestId").ifPresent(request::requestId);
        document.textsByName("labels").ifPresent(labels -> labels.forEach(request::label));
        if (isBeside(document) && document.path("destinationDir").isPresent()) {
            throw document.wrong("\"beside\" and \"destinationDir\" exclude each other");
        }
        document.objects("jobs", OF_JOB, "job").forEach(job -> request.job(job(job, qmaster)));
    }

    private static boolean isBeside(JsonFields fields) {
        return fields.truth("beside").orElse(false);
    }

    private JobRequest job(JsonFields job, Qmaster qmaster) {
        JobRequest.Builder builder = JobRequest.builder(
                job.path("source").orElseThrow(() -> job.wrong("\"" + job.place("source") + "\" is missing")));
        destination(job).ifPresent(builder::destination);
        builder.options(options(job));
        // Errors in the document itself are reported before a setting is looked up.
        job.text("setting")
                .or(() -> document.text("setting"))
                .map(qmaster::setting)
                .ifPresent(setting -> builder.compressorSettingFile(setting.file()));
        return builder.build();
    }

    private Optional<Destination> destination(JsonFields job) {
        Optional<Path> file = job.path("destination");
        Optional<Path> ownFolder = job.path("destinationDir");
        Optional<String> suffix = job.anyText("suffix");
        boolean besideSource = isBeside(job);
        if (file.isPresent() && (ownFolder.isPresent() || suffix.isPresent() || besideSource)) {
            throw job.wrong("\"" + job.place("destination")
                    + "\" is a complete path: leave out destinationDir, beside and suffix");
        }
        if (besideSource && ownFolder.isPresent()) {
            throw job.wrong("\"" + job.place("beside") + "\" and destinationDir exclude each other");
        }
        if (file.isPresent()) {
            return file.map(Destination::file);
        }
        boolean isBeside = besideSource || (ownFolder.isEmpty() && isBeside(document));
        Optional<Path> folder = isBeside
                ? job.path("source").map(JobArguments::folderOf)
                : ownFolder.or(() -> document.path("destinationDir"));
        return job.checked("suffix", () -> folder.map(known -> Destination.directory(known, suffix.orElse(""))));
    }

    private static JobOptions options(JsonFields job) {
        Optional<BigDecimal> frameRate = job.number("frameRate");
        Optional<Path> audio = job.path("audio");
        boolean frames = job.truth("imageSequence").orElse(false);
        if (!frames && (frameRate.isPresent() || audio.isPresent())) {
            throw job.wrong("\"" + job.place("imageSequence") + "\" must be true where there is a frameRate or audio");
        }
        return job.checked(
                "out",
                () -> new JobOptions(
                        job.value("in", Timecode::parse),
                        job.value("out", Timecode::parse),
                        job.value("startOffset", Timecode::parse),
                        job.path("chapters"),
                        job.path("annotations"),
                        job.path("captions"),
                        frames ? Optional.of(new ImageSequenceInput(frameRate, audio)) : Optional.empty()));
    }
}
