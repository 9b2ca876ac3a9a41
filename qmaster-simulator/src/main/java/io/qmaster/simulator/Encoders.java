package io.qmaster.simulator;

import io.qmaster.simulator.encode.Encoding;
import io.qmaster.simulator.encode.Slice;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.OutsideWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The encoders of a state directory: one process of ffmpeg for every segment that an instance works on, and none besides. They
 * belong to the one process that holds the right to them, and end with it: the next that gets the right ends what is left of
 * them, and starts their segments over. Thread-safe.
 *
 * <p>The encoder of a segment that is put on hold stands still, and goes on when an instance works on the segment again.
 *
 * <p>A segment is written in a folder of its own below {@code encoding}. When it is complete, its files are in {@code done}.
 */
final class Encoders {
    private static final Logger LOG = LoggerFactory.getLogger(Encoders.class);

    private final Path directory;
    private final Path place;
    private final EncoderComplaints complaints;
    private final OutputMaker maker;
    private final Reports reports;
    private final Map<OutsideWork.Run, Encoder> running = new HashMap<>();
    private final Map<OutsideWork.Slot, Encoder> suspended = new HashMap<>();
    private final List<Encoder> ending = new ArrayList<>();
    private @Nullable DirectoryLock right;
    private boolean ended;
    private boolean endsWithProcess;

    /** Takes what becomes of segments, while no other process has the directory. */
    @FunctionalInterface
    interface Reports {
        /**
         * Carries out a command, if a condition holds when it has the directory.
         *
         * @throws InterruptedException if the thread was interrupted
         */
        void carryOut(Command<Boolean> command, BooleanSupplier condition) throws InterruptedException;
    }

    Encoders(Path directory, OutputMaker maker, Reports reports) {
        this.directory = directory;
        this.place = EncodedOutputs.place(directory);
        this.complaints = new EncoderComplaints(directory);
        this.maker = maker;
        this.reports = reports;
    }

    /**
     * Starts what is to be encoded and is not, suspends what is on hold, and ends what is not to be encoded any more. Called while
     * no other process has the directory.
     */
    synchronized void attend(List<OutsideWork> wanted, Set<OutsideWork.Slot> held) throws IOException {
        List<OutsideWork.Run> runs = wanted.stream().map(OutsideWork::run).toList();
        running.entrySet().removeIf(entry -> {
            boolean over = !runs.contains(entry.getKey());
            if (over) {
                putAside(entry.getKey().slot(), entry.getValue(), held);
            }
            return over;
        });
        suspended.entrySet().removeIf(entry -> {
            Optional<OutsideWork.Run> next = runs.stream()
                    .filter(run -> run.slot().equals(entry.getKey()))
                    .findFirst();
            next.ifPresent(run -> goOn(entry.getValue(), run));
            boolean over = next.isEmpty() && !held.contains(entry.getKey());
            if (over) {
                end(entry.getValue());
            }
            return over || next.isPresent();
        });
        ending.removeIf(Encoder::hasEnded);
        if (wanted.isEmpty() || ended) {
            giveUpRight(wanted.isEmpty());
            return;
        }
        if (!takeRight()) {
            return;
        }
        for (OutsideWork work : wanted) {
            if (!running.containsKey(work.run())) {
                Encoder encoder = new Encoder(work, List.copyOf(ending));
                running.put(work.run(), encoder);
                encoder.start();
            }
        }
    }

    private void putAside(OutsideWork.Slot slot, Encoder encoder, Set<OutsideWork.Slot> held) {
        if (held.contains(slot) && encoder.suspend()) {
            suspended.put(slot, encoder);
        } else {
            end(encoder);
        }
    }

    private void goOn(Encoder encoder, OutsideWork.Run run) {
        running.put(run, encoder);
        encoder.goOn(run);
    }

    private void end(Encoder encoder) {
        encoder.end();
        ending.add(encoder);
    }

    /** Ends all encoders: their process ends. */
    private synchronized void endAll() {
        ended = true;
        running.values().forEach(Encoder::end);
        suspended.values().forEach(Encoder::end);
    }

    private boolean takeRight() throws IOException {
        if (right != null) {
            return true;
        }
        Optional<DirectoryLock> taken = DirectoryLock.ofEncoders(directory);
        if (taken.isEmpty()) {
            return false;
        }
        right = taken.get();
        LeftEncoders.end(place);
        if (!endsWithProcess) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::endAll, "ends-encoders"));
            endsWithProcess = true;
        }
        return true;
    }

    /** Where nothing is encoded, nothing of an encoder stays, not even of a process that was killed. */
    private void giveUpRight(boolean nothingWanted) throws IOException {
        if (right == null && nothingWanted && LeftEncoders.areIn(place)) {
            Optional<DirectoryLock> taken = DirectoryLock.ofEncoders(directory);
            if (taken.isPresent()) {
                try {
                    LeftEncoders.end(place);
                } finally {
                    taken.get().release();
                }
            }
        }
        if (right != null && ending.isEmpty() && suspended.isEmpty()) {
            right.release();
            right = null;
        }
    }

    /** Another process may encode as soon as this one has nothing to do. */
    private synchronized void forget(Encoder encoder) {
        ending.remove(encoder);
        running.remove(encoder.run, encoder);
        if (running.isEmpty() && ending.isEmpty() && suspended.isEmpty() && right != null) {
            try {
                right.release();
            } catch (IOException released) {
                LOG.debug("the right to encode in {} could not be given up", directory, released);
            }
            right = null;
        }
    }

    private synchronized boolean isCurrent(Encoder encoder) {
        return running.get(encoder.run) == encoder;
    }

    /** One run of ffmpeg, in a thread of its own. */
    private final class Encoder {
        private final OutsideWork work;
        private final List<Encoder> before;
        private final Path folder;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile Optional<Encoding> encoding = Optional.empty();
        private volatile OutsideWork.Run run;
        private volatile boolean stopped;
        private boolean suspended;
        private int percent = -1;

        Encoder(OutsideWork work, List<Encoder> before) {
            this.work = work;
            this.run = work.run();
            this.before = before;
            this.folder =
                    EncodedOutputs.folder(place, work.run().key(), work.run().segment());
        }

        void start() {
            Thread thread = new Thread(this::run, "encoder");
            thread.setDaemon(true);
            thread.start();
        }

        synchronized void end() {
            stopped = true;
            encoding.ifPresent(Encoding::end);
            notifyAll();
        }

        /** Lets it stand still; not if it has not begun, or cannot stand still. */
        synchronized boolean suspend() {
            suspended = !stopped
                    && !hasEnded()
                    && encoding.filter(Encoding::suspend).isPresent();
            return suspended;
        }

        /** Goes on for another run of the same segment. */
        synchronized void goOn(OutsideWork.Run next) {
            run = next;
            suspended = false;
            encoding.ifPresent(Encoding::goOn);
            notifyAll();
        }

        /** What came to its end while it was put on hold is reported when an instance works on it again. */
        private synchronized void awaitGoingOn() throws InterruptedException {
            while (suspended && !stopped) {
                wait();
            }
        }

        boolean hasEnded() {
            return over.getCount() == 0;
        }

        private void run() {
            try {
                for (Encoder earlier : before) {
                    // As many encoders as instances, and no more.
                    earlier.over.await();
                }
                encode();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failed) {
                // The directory is gone, or cannot be used; whoever asks next is told.
                LOG.debug("what became of an encoder could not be reported", failed);
            } finally {
                over.countDown();
                forget(this);
            }
        }

        private void encode() throws InterruptedException {
            Optional<String> failure;
            try {
                failure = encoded();
            } catch (IOException unwritable) {
                failure = Optional.of("the encoder cannot write: " + DirectoryState.reason(unwritable));
            }
            awaitGoingOn();
            if (stopped) {
                remove();
                return;
            }
            if (failure.isPresent()) {
                remove();
            }
            reports.carryOut(new Command.Encoded(run, failure), () -> isCurrent(this));
        }

        private Optional<String> encoded() throws IOException, InterruptedException {
            Encoding.remove(folder);
            PrivateFiles.makeFolder(folder);
            Optional<Encoding> made;
            try {
                made = maker.encoding(work.job(), Slice.segment(work.run().segment(), work.segments()), folder);
            } catch (IllegalArgumentException damaged) {
                return Optional.of(String.valueOf(damaged.getMessage()));
            }
            if (made.isEmpty()) {
                return Optional.of(OutputMaker.NO_FFMPEG);
            }
            encoding = made;
            if (stopped) {
                made.get().end();
            }
            Encoding.Result result = made.get().encode(this::reached);
            if (!stopped) {
                complaints.keep(work.run(), result.complaints());
            }
            if (result.failure().isEmpty() && !stopped) {
                Files.move(folder.resolve(Encoding.OUT), folder.resolve(EncodedOutputs.DONE));
            }
            return result.failure();
        }

        private void reached(double part) {
            int reachedPercent = (int) Math.floor(part * 100);
            if (reachedPercent > percent && !stopped) {
                percent = reachedPercent;
                try {
                    reports.carryOut(new Command.EncodedPart(run, reachedPercent), () -> isCurrent(this));
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void remove() {
            try {
                Encoding.remove(folder);
            } catch (IOException stays) {
                LOG.debug("{} could not be removed", folder, stays);
            }
        }
    }
}
