package io.qmaster.simulator.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the values of a saved model. Binary, since a program that answers one call has no time to load a
 * parser.
 */
final class Saved {
    /** Larger than any name, path or reason. */
    private static final int LONGEST_TEXT = 64 << 20;

    private static final int PIECE = 16 << 20;

    private Saved() {}

    static void text(DataOutput out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > LONGEST_TEXT) {
            throw new IOException("a saved text has an invalid length: " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads a number and so many bytes; allocates at most twice as many as there are, or {@link #PIECE}. */
    static byte[] bytes(DataInput in) throws IOException {
        int length = in.readInt();
        byte[] bytes = new byte[Math.max(0, Math.min(length, PIECE))];
        in.readFully(bytes);
        while (bytes.length < length) {
            int read = bytes.length;
            bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * read));
            in.readFully(bytes, read, bytes.length - read);
        }
        return bytes;
    }

    static void moment(DataOutput out, Instant moment) throws IOException {
        out.writeLong(moment.getEpochSecond());
        out.writeInt(moment.getNano());
    }

    static Instant moment(DataInput in) throws IOException {
        long seconds = in.readLong();
        return Instant.ofEpochSecond(seconds, in.readInt());
    }

    static void duration(DataOutput out, Duration time) throws IOException {
        out.writeLong(time.getSeconds());
        out.writeInt(time.getNano());
    }

    static Duration duration(DataInput in) throws IOException {
        long seconds = in.readLong();
        return Duration.ofSeconds(seconds, in.readInt());
    }

    /** Writes the number of values, then each. */
    static <T> void list(DataOutput out, List<? extends T> values, Writing<T> each) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            each.write(out, value);
        }
    }

    static <T> List<T> list(DataInput in, Reading<T> each) throws IOException {
        int size = in.readInt();
        List<T> values = new ArrayList<>();
        for (int at = 0; at < size; at++) {
            values.add(each.read(in));
        }
        return values;
    }

    static <T> void optional(DataOutput out, Optional<T> value, Writing<T> writing) throws IOException {
        nullable(out, value.orElse(null), writing);
    }

    static <T> Optional<T> optional(DataInput in, Reading<T> reading) throws IOException {
        return Optional.ofNullable(nullable(in, reading));
    }

    static <T> void nullable(DataOutput out, @Nullable T value, Writing<T> writing) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            writing.write(out, value);
        }
    }

    static <T> @Nullable T nullable(DataInput in, Reading<T> reading) throws IOException {
        return in.readBoolean() ? reading.read(in) : null;
    }

    @FunctionalInterface
    interface Writing<T> {
        void write(DataOutput out, T value) throws IOException;
    }

    @FunctionalInterface
    interface Reading<T> {
        T read(DataInput in) throws IOException;
    }
}
