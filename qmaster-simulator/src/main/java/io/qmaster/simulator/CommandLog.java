package io.qmaster.simulator;

import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.scenario.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The authoritative content of a state directory: every executed command, in order, one a line. Used by one thread of
 * one process at a time.
 *
 * <p>A line without its end was written by a process that was killed: the command was not answered and counts as not
 * executed. The next command overwrites it.
 */
final class CommandLog {
    private static final int PIECE = 64 * 1024;
    /** Enough for a submission of a hundred thousand jobs. */
    private static final int LONGEST_LINE = 64 << 20;

    private final Path file;
    private final CRC32 checksum = new CRC32();
    private long end;
    private long lines;
    private Instant last = Instant.MIN;

    CommandLog(Path file) {
        this.file = file;
    }

    /** A command and its time. */
    record Entry(Instant at, Command<?> command) {}

    /** A position in the log: what is before it, and the time of the last command there. */
    record Position(long bytes, long lines, Instant last, long checksum) {
        void write(DataOutput out) throws IOException {
            out.writeLong(bytes);
            out.writeLong(lines);
            out.writeLong(last.toEpochMilli());
            out.writeLong(checksum);
        }

        static Position read(DataInput in) throws IOException {
            return new Position(in.readLong(), in.readLong(), Instant.ofEpochMilli(in.readLong()), in.readLong());
        }
    }

    /** Whether it contains anything. */
    boolean isBegun() throws IOException {
        return Files.isRegularFile(file) && Files.size(file) > 0;
    }

    /** The position after everything that was read or written. */
    Position position() {
        return new Position(end, lines, last, checksum.getValue());
    }

    /**
     * Skips to a position without parsing the commands before it, if these are unchanged.
     *
     * @return false if they have changed; then the position is still the beginning
     * @throws IllegalStateException if something was already read
     */
    boolean beginsWith(Position position) throws IOException {
        if (end != 0) {
            throw new IllegalStateException(file + " was already read");
        }
        if (!Files.exists(file) || Files.size(file) < position.bytes()) {
            return false;
        }
        StateFile.requireRegular(file);
        try (InputStream content = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE];
            long left = position.bytes();
            while (left > 0) {
                int read = content.read(piece, 0, (int) Math.min(piece.length, left));
                if (read < 0) {
                    break;
                }
                checksum.update(piece, 0, read);
                left -= read;
            }
        }
        if (checksum.getValue() != position.checksum()) {
            checksum.reset();
            return false;
        }
        end = position.bytes();
        lines = position.lines();
        last = position.last();
        return true;
    }

    /**
     * The commands that any process added since the last call.
     *
     * @throws IOException if the file cannot be read, or a complete line is not a command
     */
    List<Entry> unread() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        StateFile.requireRegular(file);
        List<Entry> entries = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(end);
            byte[] piece = new byte[PIECE];
            for (int length = log.read(piece); length >= 0; length = log.read(piece)) {
                int begin = 0;
                for (int at = 0; at < length; at++) {
                    if (piece[at] == '\n') {
                        line.write(piece, begin, at + 1 - begin);
                        entries.add(entry(line.toByteArray()));
                        line.reset();
                        begin = at + 1;
                    }
                }
                line.write(piece, begin, length - begin);
                if (line.size() > LONGEST_LINE) {
                    throw new IOException(
                            "line " + (lines + 1) + " of " + file + " is not a command: it is longer than 64 MiB");
                }
            }
        }
        return entries;
    }

    /**
     * Appends a command after everything that was read, and forces it to disk.
     *
     * @throws IOException if it could not be written; then it is not in the log
     * @throws Doubtful if it is not known whether it is in the log
     */
    void append(Instant at, Command<?> command) throws IOException {
        byte[] line = (CommandJson.write(at, command) + "\n").getBytes(StandardCharsets.UTF_8);
        PrivateFiles.makeFile(file);
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
            try {
                log.setLength(end);
                log.seek(end);
                log.write(line);
                // If a report is lost, an output is written again; ticks are repeated.
                if (!(command instanceof Command.Report
                        || command instanceof Command.OutputInTheWay
                        || command instanceof Command.EncodedPart
                        || command instanceof Command.Tick)) {
                    log.getFD().sync();
                }
            } catch (IOException failed) {
                takeBack(log, failed);
                throw failed;
            }
        }
        checksum.update(line);
        end += line.length;
        lines++;
        last = at;
    }

    private void takeBack(RandomAccessFile log, IOException failed) throws Doubtful {
        try {
            log.setLength(end);
        } catch (IOException stays) {
            failed.addSuppressed(stays);
            throw new Doubtful(failed);
        }
    }

    /** Parses a line, including its end. */
    private Entry entry(byte[] line) throws IOException {
        lines++;
        try {
            Entry entry = CommandJson.read(new String(line, 0, line.length - 1, StandardCharsets.UTF_8));
            last = entry.at();
            checksum.update(line);
            end += line.length;
            return entry;
        } catch (RuntimeException damaged) {
            throw new IOException(
                    "line " + lines + " of " + file + " is not a command: " + JsonText.fault(damaged), damaged);
        }
    }

    /** It is not known whether a command is in the log. */
    static final class Doubtful extends IOException {
        private static final long serialVersionUID = 1L;

        Doubtful(IOException cause) {
            super(cause);
        }
    }
}
