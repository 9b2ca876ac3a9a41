package io.qmaster.domain.internal.finish;

import io.qmaster.domain.FrameSize;
import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.MediaFacts;
import io.qmaster.domain.port.MediaFacts.Video;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a good output is also what its setting and its source promise: codec, frame size, duration. What a setting does not
 * say, or says in words that nobody here knows, is not judged; neither are image sequences.
 */
final class OutputVerification {
    /** Encoders round to even pixels, and some to multiples of four. */
    private static final int PIXELS = 4;

    /** Sound may be longer than pictures by a packet, and a file may tell a duration in whole frames only. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** The codecs that settings name by FourCC, as FFmpeg names them. */
    private static final Map<String, String> CODECS = Map.ofEntries(
            Map.entry("avc1", "h264"),
            Map.entry("avc3", "h264"),
            Map.entry("hvc1", "hevc"),
            Map.entry("hev1", "hevc"),
            Map.entry("apco", "prores"),
            Map.entry("apcs", "prores"),
            Map.entry("apcn", "prores"),
            Map.entry("apch", "prores"),
            Map.entry("ap4h", "prores"),
            Map.entry("ap4x", "prores"),
            Map.entry("mp4v", "mpeg4"),
            Map.entry("jpeg", "mjpeg"));

    private final OutputProbe probe;
    private final Timekeeper time;
    private final Duration patience;
    private final BatchLog log;

    OutputVerification(OutputProbe probe, Timekeeper time, Duration patience, BatchLog log) {
        this.probe = probe;
        this.time = time;
        this.patience = patience;
        this.log = log;
    }

    /** The outputs, those of them faulty that are something else than was wanted. */
    List<Output> verified(List<Output> outputs) throws InterruptedException {
        List<Output> verified = new ArrayList<>();
        for (Output output : outputs) {
            boolean judged = output.isGood() && !output.target().isImageSequence();
            Optional<String> objection = judged ? objection(output) : Optional.empty();
            verified.add(objection.map(words -> mismatch(output, words)).orElse(output));
        }
        return List.copyOf(verified);
    }

    private static Output mismatch(Output seen, String words) {
        Output faulty = Output.faulty(seen.target(), OutputFault.OUTPUT_MISMATCH, seen.path(), seen.bytes())
                .because(words);
        return seen.modified().map(faulty::lastChanged).orElse(faulty);
    }

    private Optional<String> objection(Output output) throws InterruptedException {
        Target target = output.target();
        MediaFacts made;
        try {
            made = facts(output.path().orElseThrow());
        } catch (IOException unreadable) {
            return Optional.of("it cannot be read as a movie (" + unreadable.getMessage() + ")");
        }
        Optional<MediaFacts> source = source(target);
        return codec(target, made).or(() -> frameSize(target, made, source)).or(() -> duration(target, made, source));
    }

    private MediaFacts facts(Path movie) throws IOException, InterruptedException {
        return probe.probe(movie, Deadline.after(patience, time));
    }

    /** A source that the probe cannot read may be one that the engine can: then nothing is measured by it. */
    private Optional<MediaFacts> source(Target target) throws InterruptedException {
        if (target.options().imageSequence().isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(facts(target.source()));
        } catch (IOException unreadable) {
            log.warn("frame size and duration of " + target.plannedPath() + " are not compared with its source: "
                    + unreadable.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<String> codec(Target target, MediaFacts made) {
        Optional<String> wanted = target.setting().videoCodec().map(OutputVerification::folded);
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        if (made.video().isEmpty()) {
            return Optional.of("it has no video, and the setting wants " + wanted.get());
        }
        Video video = made.video().get();
        Optional<String> fourCc = video.fourCc().map(OutputVerification::folded);
        if (fourCc.equals(wanted) || folded(video.codec()).equals(wanted.get())) {
            return Optional.empty();
        }
        Optional<String> family = Optional.ofNullable(CODECS.get(wanted.get()));
        boolean sameFamily = family.equals(Optional.of(folded(video.codec())));
        // The flavours of ProRes are told apart by their FourCC alone; other codecs bear several that mean the same.
        boolean otherFlavour = sameFamily
                && family.get().equals("prores")
                && fourCc.filter(CODECS::containsKey).isPresent();
        boolean mismatch = family.isPresent() && (!sameFamily || otherFlavour);
        return mismatch
                ? Optional.of("its video is " + video.codec()
                        + fourCc.map(code -> " (" + code + ")").orElse("") + ", and the setting wants "
                        + wanted.get())
                : Optional.empty();
    }

    private static Optional<String> frameSize(Target target, MediaFacts made, Optional<MediaFacts> source) {
        if (made.video().isEmpty() || target.setting().frameSize().isEmpty()) {
            return Optional.empty();
        }
        Video video = made.video().get();
        FrameSize rule = target.setting().frameSize().get();
        return obeys(rule, video, source.flatMap(MediaFacts::video))
                ? Optional.empty()
                : Optional.of("its frames are " + size(video) + ", and the setting wants " + rule
                        + source.flatMap(MediaFacts::video)
                                .map(original -> " (source " + size(original) + ")")
                                .orElse(""));
    }

    private static boolean obeys(FrameSize rule, Video made, Optional<Video> source) {
        if (rule instanceof FrameSize.Exactly exactly) {
            return made.width() == exactly.width() && made.height() == exactly.height();
        }
        if (rule instanceof FrameSize.FitWithin fit) {
            return made.width() <= fit.width()
                    && made.height() <= fit.height()
                    && source.filter(original -> made.width() > original.width() + PIXELS
                                    || made.height() > original.height() + PIXELS)
                            .isEmpty();
        }
        double percent = rule instanceof FrameSize.Percent part ? part.percent() : 100;
        return source.filter(original -> !isNear(made.width(), original.width() * percent / 100)
                        || !isNear(made.height(), original.height() * percent / 100))
                .isEmpty();
    }

    private static Optional<String> duration(Target target, MediaFacts made, Optional<MediaFacts> source) {
        Optional<Duration> wanted = source.flatMap(MediaFacts::duration);
        if (wanted.isEmpty() || made.duration().isEmpty()) {
            return Optional.empty();
        }
        Duration surplus = made.duration().get().minus(wanted.get());
        boolean part =
                target.options().in().isPresent() || target.options().out().isPresent();
        boolean tooLong = surplus.compareTo(MOMENT) > 0;
        boolean tooShort = !part && surplus.negated().compareTo(MOMENT) > 0;
        return tooLong || tooShort
                ? Optional.of(
                        "it lasts " + seconds(made.duration().get()) + ", and its source " + seconds(wanted.get()))
                : Optional.empty();
    }

    private static boolean isNear(int one, double other) {
        return Math.abs(one - other) <= PIXELS;
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
