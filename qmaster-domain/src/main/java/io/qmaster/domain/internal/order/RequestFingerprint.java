package io.qmaster.domain.internal.order;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Destination;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.JobRequest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A hash by which equal requests are recognised.
 *
 * <p>Journals keep it for weeks, and later versions of the program compare with it. So its fields have fixed names,
 * independent of the code; when they change, {@value #VERSION} must change too.
 */
public final class RequestFingerprint {
    private static final int VERSION = 1;

    private final StringBuilder fields = new StringBuilder();
    private final UnaryOperator<Path> absolute;

    private RequestFingerprint(UnaryOperator<Path> absolute) {
        this.absolute = absolute;
    }

    /**
     * Equal for equal requests, different for others.
     *
     * @param absolute makes a path absolute, since a relative path depends on the current folder
     */
    public static String of(BatchRequest request, UnaryOperator<Path> absolute) {
        RequestFingerprint fingerprint = new RequestFingerprint(absolute);
        fingerprint.add(request);
        try {
            // In UTF-16, since all invalid Unicode would have the same bytes in UTF-8.
            byte[] bytes = fingerprint.fields.toString().getBytes(StandardCharsets.UTF_16BE);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void add(BatchRequest request) {
        add("version", VERSION);
        add("cluster", request.cluster().displayName());
        add("priority", request.priority().name());
        add("name", request.batchName());
        add("exactName", request.exactName());
        add("requestId", request.requestId());
        add("retryOf", request.retryOf());
        add("existingOutput", request.existingOutput().name());
        add("publication", request.publication().name());
        add("labels", request.labels().size());
        for (Map.Entry<String, String> label : request.labels().entrySet()) {
            add("label", label.getKey());
            add("value", label.getValue());
        }
        add("jobs", request.jobs().size());
        request.jobs().forEach(this::add);
    }

    private void add(JobRequest job) {
        add("source", path(job.source()));
        add("setting", job.setting().map(this::path));
        add("destinationFile", destination(job, Destination.File.class).map(file -> path(file.path())));
        add(
                "destinationDirectory",
                destination(job, Destination.Directory.class).map(directory -> path(directory.folder())));
        add("suffix", destination(job, Destination.Directory.class).map(Destination.Directory::suffix));
        JobOptions options = job.options();
        add("in", options.in());
        add("out", options.out());
        add("startOffset", options.startOffset());
        add("chapters", options.chapters().map(this::path));
        add("annotations", options.annotations().map(this::path));
        add("captions", options.captions().map(this::path));
        add("imageSequence", options.imageSequence().isPresent());
        add(
                "frameRate",
                options.imageSequence().flatMap(ImageSequenceInput::frameRate).map(BigDecimal::toString));
        add("audio", options.imageSequence().flatMap(ImageSequenceInput::audio).map(this::path));
    }

    private static <T extends Destination> Optional<T> destination(JobRequest job, Class<T> kind) {
        return job.destination().filter(kind::isInstance).map(kind::cast);
    }

    private String path(Path path) {
        return absolute.apply(path).toString();
    }

    private void add(String name, Optional<?> value) {
        value.ifPresent(known -> add(name, known));
    }

    /** Adds a field with its length, so that different requests have different texts. */
    private void add(String name, Object value) {
        String text = value.toString();
        fields.append(name)
                .append('=')
                .append(text.length())
                .append(':')
                .append(text)
                .append('\n');
    }
}
