package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Saved batches that have ended. They are parsed on demand: a program that answers one call has no time to parse the
 * thousands of a day.
 */
final class PastBatches {
    /** A number and the length of an id. */
    private static final int SHORTEST = Long.BYTES + Integer.BYTES;

    /** The batches of a model that was not restored. */
    static final PastBatches NONE = new PastBatches(new byte[0], in -> {
        throw new IOException("there are no past batches");
    });

    private final byte[] bytes;
    /** The same bytes: records, each after its length. */
    private final ByteBuffer records;

    private final Saved.Reading<Batch> reading;

    private PastBatches(byte[] bytes, Saved.Reading<Batch> reading) {
        this.bytes = bytes;
        this.records = ByteBuffer.wrap(bytes);
        this.reading = reading;
    }

    /** Writes batches; each record starts with the number and the id. */
    static void save(DataOutput out, List<Batch> batches, Saved.Writing<Batch> writing) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream to = new DataOutputStream(all);
        for (Batch batch : batches) {
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            writing.write(new DataOutputStream(record), batch);
            to.writeInt(record.size());
            record.writeTo(to);
        }
        out.writeInt(all.size());
        out.write(all.toByteArray());
    }

    static PastBatches restored(DataInput in, Saved.Reading<Batch> reading) throws IOException {
        PastBatches past = new PastBatches(Saved.bytes(in), reading);
        int at = 0;
        while (at < past.bytes.length) {
            int length = past.records.getInt(at);
            if (length < SHORTEST || length > past.bytes.length - at - Integer.BYTES) {
                throw new IOException("a saved batch has an invalid length: " + length + " bytes");
            }
            at += Integer.BYTES + length;
        }
        return past;
    }

    /** Parses the batch with an id. */
    Optional<Batch> find(BatchId id) {
        byte[] text = id.value().getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at = next(at)) {
            int name = at + Integer.BYTES + Long.BYTES;
            int from = name + Integer.BYTES;
            if (records.getInt(name) == text.length
                    && next(at) >= from + text.length
                    && Arrays.equals(bytes, from, from + text.length, text, 0, text.length)) {
                return Optional.of(read(at));
            }
        }
        return Optional.empty();
    }

    /** Parses all batches. */
    List<Batch> all() {
        List<Batch> all = new ArrayList<>();
        for (int at = 0; at < bytes.length; at = next(at)) {
            all.add(read(at));
        }
        return all;
    }

    private int next(int at) {
        return at + Integer.BYTES + records.getInt(at);
    }

    private Batch read(int at) {
        try {
            return reading.read(
                    new DataInputStream(new ByteArrayInputStream(bytes, at + Integer.BYTES, records.getInt(at))));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a saved batch cannot be read", impossible);
        }
    }
}
