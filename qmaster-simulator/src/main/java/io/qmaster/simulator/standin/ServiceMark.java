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
 * The mark of the background service: its process id and start time, in a file of the state directory.
 *
 * <p>The starter of the service writes the mark under a lock, so that it is started once; a service removes its mark
 * before it ends. The mark of a killed service names no running process.
 */
final class ServiceMark {
    /** Reading and writing the mark takes milliseconds, starting the service at most a few seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(20);
    /** The maximum length of a mark. */
    private static final int LONGEST = 200;

    private final Path file;
    private final Timekeeper time;

    ServiceMark(Path state, Timekeeper time) {
        this.file = state.resolve("service");
        this.time = time;
    }

    /** An action under the lock of the mark. */
    @FunctionalInterface
    interface Step {
        void take(Marked marked) throws IOException;
    }

    /** The locked mark. */
    static final class Marked {
        private final RandomAccessFile content;

        private Marked(RandomAccessFile content) {
            this.content = content;
        }

        /** Whether the marked process is running. */
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

        /** The id of the marked process, which must be running. */
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

        /**
         * A killed process is a zombie until its parent waits for it, in some containers indefinitely; a zombie has no
         * command.
         */
        private static boolean runs(ProcessHandle process) {
            return process.isAlive() && process.info().command().isPresent();
        }

        /** Process ids are reused, but not with the same start time. */
        private static String describe(ProcessHandle process) {
            return process.pid() + "\n"
                    + process.info().startInstant().map(Object::toString).orElse("") + "\n";
        }
    }

    /**
     * Executes an action under the lock of the mark. Only one thread of a process may call this at a time.
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
