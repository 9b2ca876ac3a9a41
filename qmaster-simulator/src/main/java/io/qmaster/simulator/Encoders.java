package io.qmaster.simulator;

import io.qmaster.simulator.encode.LeftEncoders;
import io.qmaster.simulator.model.OutsideWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encoders of a state directory: one process of ffmpeg for every segment that an instance works on, and one, suspended, for
 * every segment that was put on hold meanwhile. They are children of the one process that has the lock of the encoders, and end
 * with it. The next process that gets the lock ends what a killed one left, and starts its segments over. Thread-safe.
 *
 * <p>A segment is encoded in a folder of its own below {@code encoding}.
 */
final class Encoders {
    private static final Logger LOG = LoggerFactory.getLogger(Encoders.class);

    private final Path directory;
    private final Path place;
    private final EncoderComplaints complaints;
    private final OutputMaker maker;
    private final Encoder.Reports reports;
    /** Those that have not ended. */
    private final List<Encoder> encoders = new ArrayList<>();

    private @Nullable DirectoryLock lock;
    private boolean closed;
    private boolean endsWithProcess;

    Encoders(Path directory, OutputMaker maker, Encoder.Reports reports) {
        this.directory = directory;
        this.place = EncodedOutputs.place(directory);
        this.complaints = new EncoderComplaints(directory);
        this.maker = maker;
        this.reports = reports;
    }

    /**
     * Starts, suspends, resumes and ends encoders. Called while no other process has the directory.
     *
     * @param wanted what instances work on
     * @param held what is on hold, whose encoders are suspended
     */
    synchronized void attend(List<OutsideWork> wanted, Set<OutsideWork.Slot> held) throws IOException {
        List<OutsideWork.Run> runs = wanted.stream().map(OutsideWork::run).toList();
        encoders.forEach(encoder -> adapt(encoder, runs, held));
        if (wanted.isEmpty() || closed) {
            endLeft(wanted);
            releaseIfIdle();
        } else if (takeLock()) {
            List<Encoder> ending = encoders.stream().filter(Encoder::isEnding).toList();
            wanted.stream().filter(work -> !isEncoded(work.run())).forEach(work -> start(work, ending));
        }
    }

    private static void adapt(Encoder encoder, List<OutsideWork.Run> runs, Set<OutsideWork.Slot> held) {
        boolean onHold = held.contains(encoder.slot());
        if (encoder.isSuspended()) {
            Optional<OutsideWork.Run> next = runs.stream()
                    .filter(run -> run.slot().equals(encoder.slot()))
                    .findFirst();
            if (next.isPresent()) {
                encoder.resume(next.get());
            } else if (!onHold) {
                encoder.end();
            }
        } else if (encoder.isEncoding() && !runs.contains(encoder.run()) && !(onHold && encoder.suspend())) {
            encoder.end();
        }
    }

    private boolean isEncoded(OutsideWork.Run run) {
        return encoders.stream()
                .anyMatch(encoder -> encoder.isEncoding() && encoder.run().equals(run));
    }

    private void start(OutsideWork work, List<Encoder> ending) {
        Path folder = EncodedOutputs.folder(place, work.run().key(), work.run().segment());
        Encoder encoder = new Encoder(work, folder, maker, complaints, reports);
        encoders.add(encoder);
        encoder.start(ending, this::forget);
    }

    private synchronized void forget(Encoder encoder) {
        encoders.remove(encoder);
        try {
            releaseIfIdle();
        } catch (IOException failed) {
            LOG.debug("the lock of the encoders in {} could not be released", directory, failed);
        }
    }

    /** Another process may encode as soon as this one has nothing to do. */
    private void releaseIfIdle() throws IOException {
        DirectoryLock held = lock;
        if (held != null && encoders.isEmpty()) {
            lock = null;
            held.release();
        }
    }

    private boolean takeLock() throws IOException {
        if (lock != null) {
            return true;
        }
        Optional<DirectoryLock> taken = DirectoryLock.ofEncoders(directory);
        if (taken.isEmpty()) {
            return false;
        }
        lock = taken.get();
        LeftEncoders.end(place);
        if (!endsWithProcess) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::close, "ends-encoders"));
            endsWithProcess = true;
        }
        return true;
    }

    /** Ends all encoders, since their process ends. */
    private synchronized void close() {
        closed = true;
        encoders.forEach(Encoder::end);
    }

    /** Whether a process that was killed left an encoder or its files, as far as that can be seen: no call depends on it. */
    boolean areLeft() {
        try {
            return LeftEncoders.areIn(place);
        } catch (IOException unreadable) {
            LOG.debug("the encoders in {} cannot be listed", directory, unreadable);
            return false;
        }
    }

    /** Where nothing is to be encoded, nothing is left, even by a process that was killed. */
    private void endLeft(List<OutsideWork> wanted) throws IOException {
        if (lock != null || !wanted.isEmpty() || !areLeft()) {
            return;
        }
        Optional<DirectoryLock> taken = DirectoryLock.ofEncoders(directory);
        if (taken.isPresent()) {
            try {
                LeftEncoders.end(place);
            } finally {
                taken.get().release();
            }
        }
    }
}
