package io.qmaster.compressor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Recorded answers of the real programs. */
final class Fixture {
    private Fixture() {}

    static String of(String name) {
        try (InputStream in = Objects.requireNonNull(Fixture.class.getResourceAsStream("/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
