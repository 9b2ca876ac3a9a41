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
import java.util.TreeSet;
import java.util.function.Function;
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

    private final String name;
    private final JsonNode document;

    private RequestDocument(String name, JsonNode document) {
        this.name = name;
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
        try {
            JsonNode read = file.equals("-")
                    ? JsonInput.read(in, MOST_MEBIBYTES)
                    : JsonInput.read(Path.of(file), MOST_MEBIBYTES);
            RequestDocument request = new RequestDocument(name, read);
            request.requireKnown(request.document, OF_BATCH, "");
            return request;
        } catch (IOException unreadable) {
            throw CommandFailure.usage(
                    "the request in " + name + " cannot be read: " + Reason.of(unreadable),
                    "check its path and permissions");
        } catch (JsonInput.Fault fault) {
            throw CommandFailure.usage("the request in " + name + " " + fault.getMessage(), "correct it");
        }
    }

    /** Applies the document to a request. */
    void applyTo(BatchRequest.Builder request, Qmaster qmaster) {
        text(document, "batchName", "").ifPresent(request::batchName);
        if (truth(document, "exactName", "")) {
            request.exactName();
        }
        value(document, "priority", "", Priority::of).ifPresent(request::priority);
        text(document, "requestId", "").ifPresent(request::requestId);
        JsonNode labels = document.path("labels");
        if (!labels.isMissingNode() && !labels.isObject()) {
            throw wrong("\"labels\" must be an object whose values are texts");
        }
        labels.propertyNames()
                .forEach(key ->
                        request.label(key, anyText(labels, key, "labels.").orElse("")));
        if (truth(document, "beside", "")
                && path(document, "destinationDir", "").isPresent()) {
            throw wrong("\"beside\" and \"destinationDir\" exclude each other");
        }
        JsonNode jobs = document.path("jobs");
        if (!jobs.isArray() || jobs.isEmpty()) {
            throw wrong("\"jobs\" must be an array with at least one job");
        }
        for (int index = 0; index < jobs.size(); index++) {
            request.job(job(jobs.get(index), "jobs[" + index + "].", qmaster));
        }
    }

    private JobRequest job(JsonNode job, String place, Qmaster qmaster) {
        requireKnown(job, OF_JOB, place);
        JobRequest.Builder builder = JobRequest.builder(
                path(job, "source", place).orElseThrow(() -> wrong("\"" + place + "source\" is missing")));
        destination(job, place).ifPresent(builder::destination);
        builder.options(options(job, place));
        // Errors in the document itself are reported before a setting is looked up.
        text(job, "setting", place)
                .or(() -> text(document, "setting", ""))
                .map(qmaster::setting)
                .ifPresent(setting -> builder.compressorSettingFile(setting.file()));
        return builder.build();
    }

    private Optional<Destination> destination(JsonNode job, String place) {
        Optional<Path> file = path(job, "destination", place);
        Optional<Path> ownFolder = path(job, "destinationDir", place);
        Optional<String> suffix = anyText(job, "suffix", place);
        boolean besideSource = truth(job, "beside", place);
        if (file.isPresent() && (ownFolder.isPresent() || suffix.isPresent() || besideSource)) {
            throw wrong("\"" + place + "destination\" is a complete path: leave out destinationDir, beside and suffix");
        }
        if (besideSource && ownFolder.isPresent()) {
            throw wrong("\"" + place + "beside\" and destinationDir exclude each other");
        }
        if (file.isPresent()) {
            return file.map(Destination::file);
        }
        boolean isBeside = besideSource || (ownFolder.isEmpty() && truth(document, "beside", ""));
        Optional<Path> folder = isBeside
                ? path(job, "source", place).map(JobArguments::folderOf)
                : ownFolder.or(() -> path(document, "destinationDir", ""));
        return checked(place + "suffix", () -> folder.map(known -> Destination.directory(known, suffix.orElse(""))));
    }

    private JobOptions options(JsonNode job, String place) {
        Optional<BigDecimal> frameRate = frameRate(job, place);
        Optional<Path> audio = path(job, "audio", place);
        boolean frames = truth(job, "imageSequence", place);
        if (!frames && (frameRate.isPresent() || audio.isPresent())) {
            throw wrong("\"" + place + "imageSequence\" must be true where there is a frameRate or audio");
        }
        return checked(
                place + "out",
                () -> new JobOptions(
                        value(job, "in", place, Timecode::parse),
                        value(job, "out", place, Timecode::parse),
                        value(job, "startOffset", place, Timecode::parse),
                        path(job, "chapters", place),
                        path(job, "annotations", place),
                        path(job, "captions", place),
                        frames ? Optional.of(new ImageSequenceInput(frameRate, audio)) : Optional.empty()));
    }

    private Optional<BigDecimal> frameRate(JsonNode job, String place) {
        JsonNode node = job.path("frameRate");
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isNumber()) {
            throw wrong("\"" + place + "frameRate\" must be a number");
        }
        return Optional.of(node.decimalValue());
    }

    private Optional<Path> path(JsonNode object, String key, String place) {
        return value(object, key, place, Path::of);
    }

    private <T> Optional<T> value(JsonNode object, String key, String place, Function<String, T> parse) {
        return text(object, key, place).map(text -> checked(place + key, () -> parse.apply(text)));
    }

    /** Rejects an empty text, as on the command line: it is a mistake in the document. */
    private Optional<String> text(JsonNode object, String key, String place) {
        Optional<String> text = anyText(object, key, place);
        if (text.filter(String::isBlank).isPresent()) {
            throw wrong("\"" + place + key + "\" must not be empty");
        }
        return text;
    }

    private Optional<String> anyText(JsonNode object, String key, String place) {
        JsonNode node = object.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isString()) {
            throw wrong("\"" + place + key + "\" must be a text in quotes");
        }
        return Optional.of(node.asString());
    }

    private boolean truth(JsonNode object, String key, String place) {
        JsonNode node = object.path(key);
        if (node.isMissingNode() || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw wrong("\"" + place + key + "\" must be true or false");
        }
        return node.booleanValue();
    }

    private void requireKnown(JsonNode object, Set<String> keys, String place) {
        if (!object.isObject()) {
            throw wrong(
                    place.isEmpty()
                            ? "it is not a JSON object"
                            : "\"" + place.substring(0, place.length() - 1) + "\" must be an object");
        }
        object.propertyNames().stream()
                .filter(key -> !keys.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw wrong("\"" + place + key + "\" is not a known key; the keys are "
                            + String.join(", ", new TreeSet<>(keys)));
                });
    }

    private interface Making<T> {
        T made();
    }

    private <T> T checked(String place, Making<T> making) {
        try {
            return making.made();
        } catch (IllegalArgumentException noGood) {
            throw wrong("\"" + place + "\": " + noGood.getMessage());
        }
    }

    private CommandFailure wrong(String what) {
        return CommandFailure.usage("the request in " + name + " is wrong: " + what, "see `qmaster submit --help`");
    }
}
