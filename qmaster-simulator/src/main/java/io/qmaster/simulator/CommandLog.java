package io.qmaster.simulator;

import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.scenario.JsonText;
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
 * The truth of a state directory: every command that has been carried out, in order, one a line. Used by one thread of one
 * process at a time.
 *
 * <p>A line without its end was being written by a process that died: nobody was told of that command, and it did not
 * happen. The next command takes its place.
 */
final class CommandLog {
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

    /**
     * How far somebody has read.
     *
     * @param bytes so many bytes
     * @param lines so many lines
     * @param last the time of the last command
     * @param checksum of all that was read
     */
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

    /** Whether there is anything in it. */
    boolean isBegun() throws IOException {
        return Files.isRegularFile(file) && Files.size(file) > 0;
    }

    /** How far this has been read and written. */
    Position position() {
        return new Position(end, lines, last, checksum.getValue());
    }

    /**
     * Goes on behind a position without reading the commands before it, if they are still those of then.
     *
     * @return false if they are not; then nothing has changed
     * @throws IllegalStateException if something was read before
     */
    boolean beginsWith(Position position) throws IOException {
        if (end != 0) {
            throw new IllegalStateException("something was read before of " + file);
        }
        if (!Files.exists(file) || Files.size(file) < position.bytes()) {
            return false;
        }
        try (InputStream content = Files.newInputStream(file)) {
            byte[] begin = content.readNBytes(Math.toIntExact(position.bytes()));
            checksum.update(begin);
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
     * The commands that were added since the last call, by whomever.
     *
     * @throws IOException if the file cannot be read, or a whole line of it is no command
     */
    List<Entry> unread() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        byte[] added;
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(end);
            added = new byte[(int) Math.min(Integer.MAX_VALUE - 8, Math.max(0, log.length() - end))];
            log.readFully(added);
        }
        List<Entry> entries = new ArrayList<>();
        int begin = 0;
        for (int at = 0; at < added.length; at++) {
            if (added[at] == '\n') {
                entries.add(entry(new String(added, begin, at - begin, StandardCharsets.UTF_8)));
                begin = at + 1;
            }
        }
        checksum.update(added, 0, begin);
        end += begin;
        return entries;
    }

    /**
     * Adds a command behind everything that was read, and forces it to disk.
     *
     * @throws IOException if it could not be written; then it is not there
     * @throws Doubtful if it could be neither written for certain nor taken back
     */
    void append(Instant at, Command<?> command) throws IOException {
        byte[] line = (CommandJson.write(at, command) + "\n").getBytes(StandardCharsets.UTF_8);
        PrivateFiles.makeFile(file);
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
            try {
                log.setLength(end);
                log.seek(end);
                log.write(line);
                // A report that is lost only makes somebody write an output once more, and a tick comes again.
                if (!(command instanceof Command.Report
                        || command instanceof Command.OutputInTheWay
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

    private Entry entry(String line) throws IOException {
        lines++;
        try {
            Entry entry = CommandJson.read(line);
            last = entry.at();
            return entry;
        } catch (RuntimeException damaged) {
            throw new IOException(
                    "line " + lines + " of " + file + " is no command: " + JsonText.fault(damaged), damaged);
        }
    }

    /** A command may or may not be in the log. */
    static final class Doubtful extends IOException {
        private static final long serialVersionUID = 1L;

        Doubtful(IOException cause) {
            super(cause);
        }
    }
}
