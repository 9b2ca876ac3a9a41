package io.qmaster.domain.verify;

import io.qmaster.domain.FrameSize;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFacts;
import io.qmaster.domain.port.MediaFacts.Video;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.MovieShape;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verifies that an output matches its setting and its source: codec, frame size, duration, audio, and the number of
 * frames of an image sequence. Properties that a setting does not have, or that are unknown here, are not verified.
 * Rounding by encoders is tolerated. For library consumers. Thread-safe if the probe and the files are.
 */
public final class OutputVerifier {
    /** The tolerance in pixels: encoders round to even numbers, and some to multiples of four. */
    private static final int PIXELS = 4;

    /**
     * The tolerance of durations: audio may be longer than video by a packet, and a duration may be in whole frames.
     */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private static final String FRAME_SIZE = "frame size";
    private static final String DURATION = "duration";
    private static final String FRAMES = "number of frames";
    private static final String NO_SETTING = "its setting is not known";
    private static final String NO_SOURCE = "its source is not known or cannot be read";
    private static final String RETIMED = "the setting changes it";

    private final OutputProbe probe;
    private final MediaFiles files;
    private final Timekeeper time;
    private final Duration patience;

    /**
     * Creates a verifier.
     *
     * @param patience the timeout of the probe for one file
     */
    public OutputVerifier(OutputProbe probe, MediaFiles files, Timekeeper time, Duration patience) {
        this.probe = probe;
        this.files = files;
        this.time = time;
        this.patience = patience;
    }

    /**
     * The expected properties of an output.
     *
     * @param setting the setting, if known
     * @param source the source, if it is known and readable as a movie
     * @param options the options of its job
     */
    public record Promise(Optional<SettingFacts> setting, Optional<MediaFacts> source, JobOptions options) {
        private boolean isPart() {
            return options.in().isPresent() || options.out().isPresent();
        }

        private boolean retimes() {
            return setting.filter(facts -> facts.details().retimes()).isPresent();
        }
    }

    /**
     * Probes a movie.
     *
     * @throws IOException if it cannot be read as a movie
     * @throws InterruptedException if the thread was interrupted
     */
    public MediaFacts facts(Path movie) throws IOException, InterruptedException {
        return probe.probe(movie, Deadline.after(patience, time));
    }

    /**
     * The result for an output that may be missing.
     *
     * @param fault what is wrong with it; empty if it is valid
     * @param reason the readable form of the fault
     * @param notJudged the properties that were not verified, each with a reason
     */
    public record Verdict(Optional<OutputFault> fault, Optional<String> reason, List<String> notJudged) {
        /** Copies the list. */
        public Verdict {
            notJudged = List.copyOf(notJudged);
        }

        /** Whether it exists and is valid. */
        public boolean isGood() {
            return fault.isEmpty();
        }

        private static Verdict of(OutputFault fault, String reason) {
            return new Verdict(Optional.of(fault), Optional.of(reason), List.of());
        }
    }

    /**
     * Verifies an output that may be missing and may have been made by any program.
     *
     * @param source the source, if known; ignored if it cannot be read as a movie
     * @throws InterruptedException if the thread was interrupted
     */
    public Verdict verdict(Path output, Optional<SettingFacts> setting, Optional<Path> source, JobOptions options)
            throws InterruptedException {
        FileFacts seen = files.look(output);
        if (!seen.exists()) {
            return Verdict.of(OutputFault.OUTPUT_MISSING, "it does not exist");
        }
        if (seen.isFile() && seen.mark().bytes() == 0) {
            return Verdict.of(OutputFault.OUTPUT_EMPTY, "it has no bytes");
        }
        try {
            Judgement found = judgement(output, new Promise(setting, readable(source), options));
            return new Verdict(
                    found.objection().map(words -> OutputFault.OUTPUT_MISMATCH), found.objection(), found.notJudged());
        } catch (IOException unreadable) {
            return Verdict.of(
                    OutputFault.OUTPUT_INCOMPLETE, "it cannot be read as a movie: " + unreadable.getMessage());
        }
    }

    private Optional<MediaFacts> readable(Optional<Path> source) throws InterruptedException {
        if (source.isEmpty() || !files.look(source.get()).isFile()) {
            return Optional.empty();
        }
        try {
            return Optional.of(facts(source.get()));
        } catch (IOException notAMovie) {
            return Optional.empty();
        }
    }

    /**
     * The result for an existing output.
     *
     * @param objection what is wrong with it; empty if it is valid
     * @param notJudged the properties that were not verified, such as {@code frame size (the setting crops or pads)}
     */
    public record Judgement(Optional<String> objection, List<String> notJudged) {
        /** Copies the list. */
        public Judgement {
            notJudged = List.copyOf(notJudged);
        }

        private static final Judgement GOOD = new Judgement(Optional.empty(), List.of());

        private static Judgement objection(String words) {
            return new Judgement(Optional.of(words), List.of());
        }

        private static Judgement none(String what, String why) {
            return new Judgement(Optional.empty(), List.of(what + " (" + why + ")"));
        }

        private Judgement and(Judgement other) {
            return new Judgement(
                    objection.or(other::objection),
                    Stream.of(notJudged, other.notJudged).flatMap(List::stream).toList());
        }
    }

    /**
     * Verifies an existing output.
     *
     * @param output a movie, or the folder of an image sequence
     * @throws IOException if it cannot be read as a movie, possibly only because it is new
     * @throws InterruptedException if the thread was interrupted
     */
    public Judgement judgement(Path output, Promise promise) throws IOException, InterruptedException {
        if (files.look(output).isFolder()) {
            return frames(output, promise);
        }
        if (files.shape(output) == MovieShape.CUT_OFF) {
            throw new IOException("it is cut off");
        }
        MediaFacts made = facts(output);
        return codec(promise, made)
                .and(frameSize(promise, made))
                .and(duration(promise, made))
                .and(audio(promise, made));
    }

    private static Judgement codec(Promise promise, MediaFacts made) {
        Optional<String> wanted =
                promise.setting().flatMap(SettingFacts::videoCodec).map(OutputVerifier::folded);
        if (wanted.isEmpty()) {
            return promise.setting().isPresent() ? Judgement.GOOD : Judgement.none("codec", NO_SETTING);
        }
        if (made.video().isEmpty()) {
            return Judgement.objection("it has no video, but the setting requires " + wanted.get());
        }
        Video video = made.video().get();
        Optional<String> fourCc = video.fourCc().map(OutputVerifier::folded);
        if (fourCc.equals(wanted) || folded(video.codec()).equals(wanted.get())) {
            return Judgement.GOOD;
        }
        Optional<VideoCodec> codec = VideoCodec.of(wanted.get());
        if (codec.isEmpty()) {
            return Judgement.none("codec", "the name " + wanted.get() + " is not known here");
        }
        boolean sameFamily = codec.get().ffmpegName().equals(folded(video.codec()));
        // Only the FourCC distinguishes the flavors of ProRes.
        boolean otherFlavor = sameFamily
                && codec.get().isProRes()
                && fourCc.flatMap(VideoCodec::of)
                        .filter(found -> found != codec.get())
                        .isPresent();
        return !sameFamily || otherFlavor
                ? Judgement.objection("its video is " + video.codec()
                        + fourCc.map(code -> " (" + code + ")").orElse("") + ", but the setting requires "
                        + wanted.get())
                : Judgement.GOOD;
    }

    private static Judgement frameSize(Promise promise, MediaFacts made) {
        if (promise.setting().isEmpty()) {
            return Judgement.none(FRAME_SIZE, NO_SETTING);
        }
        SettingFacts setting = promise.setting().get();
        if (made.video().isEmpty()) {
            return Judgement.GOOD;
        }
        if (setting.frameSize().isEmpty()) {
            return Judgement.none(FRAME_SIZE, "the setting does not specify one");
        }
        if (setting.details().reshapes()) {
            // It is unknown whether crop and padding are in pixels of the source or of the output.
            return Judgement.none(FRAME_SIZE, "the setting crops or pads");
        }
        FrameSize rule = setting.frameSize().get();
        Optional<Video> source = promise.source().flatMap(MediaFacts::video);
        List<Size> originals = source.map(OutputVerifier::sizes).orElse(List.of());
        if (originals.isEmpty() && (rule instanceof FrameSize.OfSource || rule instanceof FrameSize.Percent)) {
            return Judgement.none(FRAME_SIZE, NO_SOURCE);
        }
        // It is unknown whether a rotated picture is fitted before or after the rotation.
        boolean eitherWay = setting.details().rotates()
                || (rule instanceof FrameSize.FitWithin
                        && source.filter(Video::isTurned).isPresent());
        boolean matches = sizes(made.video().get()).stream()
                .flatMap(size -> eitherWay ? Stream.of(size, size.rotated()) : Stream.of(size))
                .anyMatch(size -> matches(rule, size, originals));
        return matches
                ? Judgement.GOOD
                : Judgement.objection(
                        "its frames are " + size(made.video().get()) + ", but the setting requires " + rule
                                + source.map(original -> " (source " + size(original) + ")")
                                        .orElse(""));
    }

    private record Size(double width, double height) {
        Size rotated() {
            return new Size(/* width= */ height, /* height= */ width);
        }

        boolean isNear(double otherWidth, double otherHeight) {
            return Math.abs(width - otherWidth) <= PIXELS && Math.abs(height - otherHeight) <= PIXELS;
        }
    }

    /** The stored and the displayed size: an encoder may keep or apply rotation and pixel aspect. */
    private static List<Size> sizes(Video video) {
        double aspect = video.pixelAspect();
        return Stream.of(
                        new Size(video.width(), video.height()),
                        new Size(video.width() * aspect, video.height()),
                        new Size(video.width(), video.height() / aspect))
                .flatMap(size -> video.isTurned() ? Stream.of(size, size.rotated()) : Stream.of(size))
                .distinct()
                .toList();
    }

    private static boolean matches(FrameSize rule, Size made, List<Size> originals) {
        if (rule instanceof FrameSize.Exactly exactly) {
            return made.isNear(exactly.width(), exactly.height());
        }
        if (rule instanceof FrameSize.FitWithin fit) {
            boolean fits = made.width() <= fit.width() + PIXELS && made.height() <= fit.height() + PIXELS;
            return fits
                    && (originals.isEmpty()
                            || originals.stream()
                                    .anyMatch(original -> made.width() <= original.width() + PIXELS
                                            && made.height() <= original.height() + PIXELS));
        }
        double part = (rule instanceof FrameSize.Percent percent ? percent.percent() : 100) / 100;
        return originals.stream().anyMatch(original -> made.isNear(original.width() * part, original.height() * part));
    }

    private static Judgement duration(Promise promise, MediaFacts made) {
        Optional<Duration> wanted = promise.source().flatMap(MediaFacts::duration);
        if (promise.retimes()) {
            return Judgement.none(DURATION, RETIMED);
        }
        if (wanted.isEmpty() || made.duration().isEmpty()) {
            return Judgement.none(DURATION, wanted.isEmpty() ? NO_SOURCE : "ffprobe reports none");
        }
        Duration surplus = made.duration().get().minus(wanted.get());
        boolean tooLong = surplus.compareTo(TOLERANCE) > 0;
        boolean tooShort = !promise.isPart() && surplus.negated().compareTo(TOLERANCE) > 0;
        return tooLong || tooShort
                ? Judgement.objection(
                        "it lasts " + seconds(made.duration().get()) + ", and its source " + seconds(wanted.get()))
                : Judgement.GOOD;
    }

    private static Judgement audio(Promise promise, MediaFacts made) {
        boolean wanted = promise.setting()
                        .flatMap(SettingFacts::audioCodec)
                        .filter(codec -> !codec.isBlank())
                        .isPresent()
                && promise.source()
                                .map(MediaFacts::audioTracks)
                                .orElse(made.audioTracks())
                                .orElse(0)
                        > 0;
        return wanted && made.audioTracks().orElse(1) == 0
                ? Judgement.objection("it has no audio, and its source and the setting have")
                : Judgement.GOOD;
    }

    /** Compares the number of frames with the duration of the source and the frame rate, with a tolerance of one. */
    private Judgement frames(Path folder, Promise promise) {
        Optional<Video> source = promise.source().flatMap(MediaFacts::video);
        Optional<Duration> duration =
                source.flatMap(Video::duration).or(() -> promise.source().flatMap(MediaFacts::duration));
        Optional<Double> rate = promise.setting()
                .flatMap(setting -> setting.details().frameRate())
                .or(() -> source.map(Video::frameRate)
                        .filter(known -> known.isPresent())
                        .map(known -> known.getAsDouble()));
        if (promise.retimes() || promise.isPart()) {
            return Judgement.none(FRAMES, promise.retimes() ? RETIMED : "only a part of the source was encoded");
        }
        if (duration.isEmpty() || rate.isEmpty()) {
            return Judgement.none(FRAMES, NO_SOURCE);
        }
        double wanted = duration.get().toMillis() / 1000.0 * rate.get();
        long made = files.filesIn(folder).stream()
                .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                .count();
        // The duration is in milliseconds, and rounding may add or remove a frame.
        double tolerance = 1 + rate.get() / 1000;
        return Math.abs(made - wanted) <= tolerance
                ? Judgement.GOOD
                : Judgement.objection("it has " + made + " frames, and its source makes " + Math.round(wanted));
    }

    private static String size(Video video) {
        return video.width() + "×" + video.height();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
    }

    private static String folded(String code) {
        return code.strip().toLowerCase(Locale.ROOT);
    }
}
