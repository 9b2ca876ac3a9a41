package io.qmaster.simulator;

import io.qmaster.simulator.model.Command;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The truth of a state directory: every command that has been carried out, in order, one a line. Used by one thread of one
 * process at a time.
 *
 * <p>A line without its end was being written by a process that died: nobody was told of that command, and it did not
 * happen. The next command takes its place.
 */
final class CommandLog {
    private final Path file;
    private long end;
    private long lines;

    CommandLog(Path file) {
        this.file = file;
    }

    /** A command and its time. */
    record Entry(Instant at, Command<?> command) {}

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
        end += line.length;
        lines++;
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
            return CommandJson.read(line);
        } catch (RuntimeException damaged) {
            throw new IOException("line " + lines + " of " + file + " is no command: " + damaged.getMessage(), damaged);
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
