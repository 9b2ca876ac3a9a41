package io.qmaster.cli.output;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import io.qmaster.domain.SubmissionId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** Writes and reads JSON: keys in a fixed order, {@code null} for unknown values, times in UTC with seconds. */
public final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
            .addModule(new SimpleModule("qmaster")
                    .addSerializer(Path.class, ToStringSerializer.instance)
                    .addSerializer(BatchId.class, ToStringSerializer.instance)
                    .addSerializer(JobId.class, ToStringSerializer.instance)
                    .addSerializer(SubmissionId.class, ToStringSerializer.instance)
                    .addSerializer(new MomentSerializer())
                    .addSerializer(new SecondsSerializer()))
            .build();

    private Json() {}

    /** An object without keys. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** A text, or {@code null}. */
    public static JsonNode text(Optional<?> value) {
        return value.<JsonNode>map(known -> StringNode.valueOf(known.toString()))
                .orElse(NullNode.instance);
    }

    /** A moment such as {@code 2026-11-23T10:15:30Z}. */
    public static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static ObjectNode tree(Object document) {
        return MAPPER.valueToTree(document);
    }

    /** One line, in which control characters and characters that change the direction of writing are escaped. */
    public static String write(Object document) {
        return escaped(MAPPER.writeValueAsString(document));
    }

    /** The same of a document that was written by another program or class. */
    public static String escaped(String document) {
        return Printable.json(document);
    }

    /**
     * Reads one document: no key twice, nothing after it.
     *
     * @throws tools.jackson.core.JacksonException if it is not valid JSON
     */
    public static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    private static final class MomentSerializer extends StdSerializer<Instant> {
        MomentSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant moment, JsonGenerator json, SerializationContext context) {
            json.writeString(time(moment));
        }
    }

    private static final class SecondsSerializer extends StdSerializer<Duration> {
        SecondsSerializer() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration time, JsonGenerator json, SerializationContext context) {
            json.writeNumber(time.toSeconds());
        }
    }
}
