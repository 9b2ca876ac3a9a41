package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The schema of the program's JSON documents. {@link Bench} checks every document that a test makes the program print.
 */
final class DocumentSchema {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(resource("documents.schema.json"));

    private DocumentSchema() {}

    /** Checks the answer and the failure of a run with {@code --json}. */
    static void check(Bench.Run run) {
        Stream.concat(run.out().lines(), run.err().lines())
                .filter(line -> line.startsWith("{") || line.startsWith("["))
                // `simulator run` prints the event log of the simulator.
                .filter(line -> !line.startsWith("{\"t\""))
                .forEach(line -> assertThat(faults(line)).as(line).isEmpty());
    }

    static List<String> faults(String document) {
        return SCHEMA.validate(document, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static String resource(String name) {
        try (InputStream in = DocumentSchema.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
