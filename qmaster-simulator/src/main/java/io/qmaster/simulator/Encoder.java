package io.qmaster.simulator;

import io.qmaster.simulator.encode.Encoding;
import io.qmaster.simulator.encode.Slice;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.OutsideWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The encoder of one segment: one process of ffmpeg, attended by a thread of its own. Thread-safe. */
final class Encoder {
    private static final Logger LOG = LoggerFactory.getLogger(Encoder.class);

    private final OutsideWork work;
    private final Path folder;
    private final OutputMaker maker;
    private final EncoderComplaints complaints;
    private final Reports reports;
    private final CountDownLatch over = new CountDownLatch(1);
    private State state = State.ENCODING;
    private OutsideWork.Run run;
    private Optional<Encoding> encoding = Optional.empty();
    private int percent = -1;

    private enum State {
        /** For a run of its segment; also before ffmpeg has started. */
        ENCODING,
        /** Its segment is on hold. */
        SUSPENDED,
        /** Its output is not needed any more. */
        ENDING
    }

    /** Receives the results of encoders, while no other process has the directory. */
    @FunctionalInterface
    interface Reports {
        /** Carries out a command, if a condition holds when it has the directory. */
        void carryOut(Command<Boolean> command, BooleanSupplier condition) throws InterruptedException;
    }

    /**
     * An encoder that has not started.
     *
     * @param folder where it is encoded
     */
    Encoder(OutsideWork work, Path folder, OutputMaker maker, EncoderComplaints complaints, Reports reports) {
        this.work = work;
        this.folder = folder;
        this.maker = maker;
        this.complaints = complaints;
        this.reports = reports;
        this.run = work.run();
    }

    /**
     * Starts it.
     *
     * @param earlier encoders that must have ended before: there are as many encoders as instances, and no more
     * @param ended called at its end, on its thread
     */
    void start(List<Encoder> earlier, Consumer<Encoder> ended) {
        Thread thread = new Thread(() -> attend(earlier, ended), "encoder");
        thread.setDaemon(true);
        thread.start();
    }

    OutsideWork.Slot slot() {
        return work.run().slot();
    }

    /** The run that it encodes for, or encoded for until it was suspended. */
    synchronized OutsideWork.Run run() {
        return run;
    }

    synchronized boolean isEncoding() {
        return state == State.ENCODING;
    }

    synchronized boolean isSuspended() {
        return state == State.SUSPENDED;
    }

    synchronized boolean isEnding() {
        return state == State.ENDING;
    }

    synchronized void end() {
        state = State.ENDING;
        encoding.ifPresent(Encoding::end);
        notifyAll();
    }

    /** Suspends it; false if ffmpeg has not started, has ended, or cannot be suspended. */
    synchronized boolean suspend() {
        if (isEncoding() && encoding.filter(Encoding::suspend).isPresent()) {
            state = State.SUSPENDED;
        }
        return isSuspended();
    }

    /** Resumes it for another run of the same segment. */
    synchronized void resume(OutsideWork.Run next) {
        run = next;
        state = State.ENCODING;
        if (encoding.filter(Encoding::resume).isEmpty()) {
            // It has ended meanwhile, or would be suspended indefinitely.
            encoding.ifPresent(Encoding::end);
        }
        notifyAll();
    }

    private void attend(List<Encoder> earlier, Consumer<Encoder> ended) {
        try {
            for (Encoder each : earlier) {
                each.over.await();
            }
            encode();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            // The directory is gone or cannot be used, which the next call reports.
            LOG.debug("the result of an encoder could not be reported", failed);
        } finally {
            over.countDown();
            ended.accept(this);
        }
    }

    private void encode() throws InterruptedException {
        Optional<String> failure;
        try {
            failure = encoded();
        } catch (IOException unwritable) {
            failure = Optional.of("the encoder cannot write: " + StateFailures.reason(unwritable));
        }
        awaitResumption();
        if (isEnding()) {
            remove();
            return;
        }
        if (failure.isPresent()) {
            remove();
        }
        reports.carryOut(new Command.Encoded(run(), failure), this::isEncoding);
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
        begin(made.get());
        Encoding.Result result = made.get().encode(this::reached);
        if (!isEnding()) {
            complaints.keep(work.run(), result.complaints());
            if (result.failure().isEmpty()) {
                Encoding.complete(folder);
            }
        }
        return result.failure();
    }

    private synchronized void begin(Encoding made) {
        encoding = Optional.of(made);
        if (isEnding()) {
            made.end();
        }
    }

    /** The result of a segment on hold is reported when an instance works on the segment again. */
    private synchronized void awaitResumption() throws InterruptedException {
        while (isSuspended()) {
            wait();
        }
    }

    private void reached(double part) {
        int reachedPercent = (int) Math.floor(part * 100);
        if (reachedPercent > percent && !isEnding()) {
            percent = reachedPercent;
            try {
                reports.carryOut(new Command.EncodedPart(run(), reachedPercent), this::isEncoding);
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
