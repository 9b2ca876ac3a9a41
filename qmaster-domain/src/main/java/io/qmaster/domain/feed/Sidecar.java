package io.qmaster.domain.feed;

import io.qmaster.domain.Failure;
import io.qmaster.domain.SubmissionId;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the JSON document next to a finished source that describes its outcome. */
final class Sidecar {
    private static final int SCHEMA = 1;

    private Sidecar() {}

    static String of(FiledSource filed) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("schema", String.valueOf(SCHEMA));
        fields.put("source", text(filed.source().toString()));
        fields.put("outcome", text(filed.outcome().name().toLowerCase(Locale.ROOT)));
        fields.put("code", text(filed.failure().map(Failure::code)));
        fields.put("message", text(filed.failure().map(Failure::message)));
        fields.put("hint", text(filed.failure().map(Failure::hint).filter(hint -> !hint.isEmpty())));
        fields.put("submissionId", text(filed.submission().map(SubmissionId::value)));
        fields.put("batchId", text(filed.batch().map(batch -> batch.id().value())));
        fields.put("outputs", texts(filed.outputs()));
        fields.put("at", text(filed.at().toString()));
        return fields.entrySet().stream()
                .map(field -> "  " + text(field.getKey()) + ": " + field.getValue())
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String texts(List<Path> paths) {
        return paths.stream().map(path -> text(path.toString())).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String text(Optional<String> value) {
        return value.map(Sidecar::text).orElse("null");
    }

    private static String text(String value) {
        StringBuilder json = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (Character.isISOControl(c) || Character.isSurrogate((char) c)) {
                json.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
