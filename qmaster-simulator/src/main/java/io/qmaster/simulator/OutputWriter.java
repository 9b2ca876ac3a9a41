package io.qmaster.simulator;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.simulator.encode.Encoding;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.OutputEffect;
import io.qmaster.simulator.model.SubmittedJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes outputs as the real engine does; the content is a copy of the source, or encoded by ffmpeg.
 *
 * <p>Effects are idempotent. Copying continues where it stopped, so that several short calls can copy a large source.
 */
final class OutputWriter {
    /** The number of frames of a copied image sequence; a real one has all frames of the source. */
    static final int FRAMES = 3;

    private static final int PIECE = 1 << 20;

    private final Timekeeper time;
    private final EncodedOutputs encoded;

    OutputWriter(Timekeeper time, EncodedOutputs encoded) {
        this.time = time;
        this.encoded = encoded;
    }

    /**
     * Carries out an effect.
     *
     * @return the report for the model
     * @throws TimeoutException if the deadline passed before it was done
     */
    Command<Boolean> carryOut(OutputEffect effect, Deadline deadline) throws InterruptedException, TimeoutException {
        try {
            if (effect instanceof OutputEffect.Begun begun) {
                if (!begun.overwrites() && isInTheWay(files(begun.job()).get(0))) {
                    return new Command.OutputInTheWay(effect.sequence());
                }
                begin(begun.job());
                SegmentFiles.begin(effect);
            } else if (effect instanceof OutputEffect.Completed completed) {
                if (encoded.canComplete(completed)) {
                    Optional<String> failure = encoded.complete(
                            completed, folder(completed.job()), encoding -> untilDeadline(encoding, deadline));
                    if (failure.isPresent()) {
                        return new Command.Report(effect.sequence(), failure);
                    }
                } else {
                    complete(completed, deadline);
                    encoded.remove(effect);
                }
                SegmentFiles.remove(effect);
            } else {
                discard(effect.job());
                encoded.remove(effect);
                SegmentFiles.remove(effect);
            }
            return new Command.Report(effect.sequence(), Optional.empty());
        } catch (IOException failed) {
            return new Command.Report(effect.sequence(), Optional.of(reason(effect.job(), failed)));
        }
    }

    private Encoding.Result untilDeadline(Encoding encoding, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        if (encoded.isOnVirtualTime() || deadline.equals(Deadline.NEVER)) {
            return encoding.encode(part -> {});
        }
        AtomicBoolean late = new AtomicBoolean();
        Alarm alarm = time.schedule(deadline.remaining(time), () -> {
            late.set(true);
            encoding.end();
        });
        try {
            Encoding.Result result = encoding.encode(part -> {});
            if (result.failure().isPresent() && late.get()) {
                throw new TimeoutException("joining an output took longer than the deadline of the call allows");
            }
            return result;
        } finally {
            alarm.cancel();
        }
    }

    /** Whether carrying out an effect may take long: a large source is copied, or segments are joined. */
    boolean takesLong(OutputEffect effect) {
        try {
            return effect instanceof OutputEffect.Completed completed
                    && completed.extent() != OutputEffect.Completed.Extent.EMPTY
                    && !encoded.isEncoded(completed)
                    && (encoded.canComplete(completed)
                            || size(sources(completed.job().source())) > PIECE);
        } catch (IOException gone) {
            // Carrying it out fails at once.
            return false;
        }
    }

    private static long size(List<Path> files) throws IOException {
        long all = 0;
        for (Path file : files) {
            all += Files.size(file);
        }
        return all;
    }

    /** An empty file does not count: it may be of a process that was killed before its report. */
    private static boolean isInTheWay(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) > 0;
    }

    private void begin(SubmittedJob job) throws IOException {
        if (job.imageSequence() && !Files.isDirectory(folder(job))) {
            Files.createDirectory(folder(job));
        }
        Path first = files(job).get(0);
        if (Files.exists(first) && Files.isSameFile(first, job.source())) {
            throw new IOException("it is its own source");
        }
        // An existing output is overwritten silently (observed with Compressor 5.4).
        Files.newOutputStream(
                        first,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)
                .close();
    }

    private void complete(OutputEffect.Completed completed, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        List<Path> sources = sources(completed.job().source());
        long whole = size(sources);
        long bytes = switch (completed.extent()) {
            case WHOLE -> whole;
            case HALF -> whole / 2;
            case EMPTY -> 0;
        };
        for (Path file : files(completed.job())) {
            fill(file, sources, bytes, deadline);
        }
    }

    private static void discard(SubmittedJob job) throws IOException {
        EncodedOutputs.discardFrames(job, folder(job));
        for (Path file : files(job)) {
            if (!Files.isDirectory(file)) {
                Files.deleteIfExists(file);
            }
        }
        if (job.imageSequence()) {
            try {
                Files.deleteIfExists(folder(job));
            } catch (DirectoryNotEmptyException hasOtherFiles) {
                // Other files are kept.
            }
        }
    }

    private void fill(Path file, List<Path> sources, long bytes, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        long there = cut(file, bytes);
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            long skip = there;
            long left = bytes - there;
            for (Path source : sources) {
                long size = Files.size(source);
                if (skip < size && left > 0) {
                    left -= copy(source, skip, Math.min(left, size - skip), out, deadline);
                }
                skip = Math.max(0, skip - size);
            }
        }
    }

    /** Creates a file or truncates it; returns its length. */
    private static long cut(Path file, long bytes) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
            return channel.size();
        }
    }

    private long copy(Path source, long from, long bytes, OutputStream out, Deadline deadline)
            throws IOException, InterruptedException, TimeoutException {
        long left = bytes;
        try (InputStream in = Files.newInputStream(source)) {
            in.skipNBytes(from);
            while (left > 0) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while " + source + " was copied");
                }
                if (deadline.hasPassed(time)) {
                    throw new TimeoutException(
                            "copying " + source + " took longer than the deadline of the call allows");
                }
                byte[] piece = in.readNBytes((int) Math.min(PIECE, left));
                if (piece.length == 0) {
                    break;
                }
                out.write(piece);
                left -= piece.length;
            }
        }
        return bytes - left;
    }

    private static List<Path> files(SubmittedJob job) {
        if (!job.imageSequence()) {
            return List.of(job.output());
        }
        // "out/name.tiff" becomes "out/name/frame-000000.tiff" and so on (observed with Compressor 5.4).
        String extension = job.frameExtension();
        return IntStream.range(0, FRAMES)
                .mapToObj(number -> folder(job).resolve("frame-00000" + number + "." + extension))
                .toList();
    }

    private static Path folder(SubmittedJob job) {
        return job.output().resolveSibling(FileNames.stem(job.output()));
    }

    /** A folder of frames becomes one movie: its frames one after the other. */
    private static List<Path> sources(Path source) throws IOException {
        if (!Files.isDirectory(source)) {
            if (Files.exists(source) && !Files.isRegularFile(source)) {
                throw new IOException("the source is not a regular file");
            }
            return List.of(source);
        }
        try (Stream<Path> frames = Files.list(source)) {
            return frames.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String reason(SubmittedJob job, IOException failed) {
        if (failed instanceof NoSuchFileException missing
                && !job.source().toString().equals(missing.getFile())) {
            return "the folder of the output does not exist: " + job.output();
        }
        if (failed instanceof NoSuchFileException) {
            return "the source does not exist: " + job.source();
        }
        return "the output cannot be written: " + job.output() + ": " + words(failed);
    }

    /** The reason of a failure; for some, Java's message is only the path. */
    private static String words(IOException failed) {
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        String words = failed instanceof FileSystemException system ? system.getReason() : failed.getMessage();
        return words == null ? "no reason was given" : words;
    }
}
