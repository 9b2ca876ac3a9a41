package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.simulator.PrivateFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which process is the background service: its id and when it began, in a file of the state directory.
 *
 * <p>Whoever starts the service writes the mark while nobody else may, so that it is started once; a service that leaves
 * takes its mark away first. The mark of one that was killed is known by there being no such process.
 */
final class ServiceMark {
    /** Reading and writing the mark takes a moment, starting the service some seconds at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(20);
    /** More than an id and a time need. */
    private static final int LONGEST = 200;

    private final Path file;
    private final Timekeeper time;

    ServiceMark(Path state, Timekeeper time) {
        this.file = state.resolve("service");
        this.time = time;
    }

    /** Something done while no other process reads or writes the mark. */
    @FunctionalInterface
    interface Step {
        void take(Marked marked) throws IOException;
    }

    /** The mark, for whoever has it to himself. */
    static final class Marked {
        private final RandomAccessFile content;

        private Marked(RandomAccessFile content) {
            this.content = content;
        }

        /** Whether the process that is marked lives. */
        boolean isAlive() throws IOException {
            if (content.length() > LONGEST) {
                return false;
            }
            byte[] bytes = new byte[(int) content.length()];
            content.seek(0);
            content.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            return living(text.lines().findFirst().orElse(""))
                    .filter(process -> text.equals(describe(process)))
                    .isPresent();
        }

        /** The id of the process that is marked and lives. */
        long process() throws IOException {
            content.seek(0);
            return Long.parseLong(String.valueOf(content.readLine()));
        }

        void set(ProcessHandle process) throws IOException {
            content.setLength(0);
            content.seek(0);
            content.write(describe(process).getBytes(StandardCharsets.UTF_8));
        }

        void clear() throws IOException {
            content.setLength(0);
        }

        private static Optional<ProcessHandle> living(String id) {
            return id.matches("\\d{1,18}")
                    ? ProcessHandle.of(Long.parseLong(id)).filter(Marked::runs)
                    : Optional.empty();
        }

        /** What was killed is there until somebody waits for it, in some containers for ever, but runs no program any more. */
        private static boolean runs(ProcessHandle process) {
            return process.isAlive() && process.info().command().isPresent();
        }

        /** A process id is given out again some day, but not with the same beginning. */
        private static String describe(ProcessHandle process) {
            return process.pid() + "\n"
                    + process.info().startInstant().map(Object::toString).orElse("") + "\n";
        }
    }

    /**
     * Does something with the mark while no other process does; for one thread of a process at a time.
     *
     * @throws IOException if the mark cannot be read or written, or another process has kept it locked for 30 seconds
     */
    void with(Step step) throws IOException, InterruptedException {
        PrivateFiles.makeFile(file);
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not a regular file");
        }
        // The lock is released when the file is closed, or the process ends.
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            Deadline patience = Deadline.after(PATIENCE, time);
            while (content.getChannel().tryLock() == null) {
                if (patience.hasPassed(time)) {
                    throw new IOException(
                            "another process has kept " + file + " locked for " + PATIENCE.toSeconds() + " s");
                }
                time.pause(PAUSE);
            }
            step.take(new Marked(content));
        }
    }
}
