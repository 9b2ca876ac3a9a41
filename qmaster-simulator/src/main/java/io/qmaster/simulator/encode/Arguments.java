package io.qmaster.simulator.encode;

import io.qmaster.domain.Timecode;
import io.qmaster.simulator.encode.OutputPlan.Picture;
import io.qmaster.simulator.encode.OutputPlan.Rate;
import io.qmaster.simulator.encode.OutputPlan.Retiming;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of ffmpeg for an output. They depend only on the plan, the source and the capabilities of the ffmpeg.
 */
final class Arguments {
    private static final Rate USUAL_RATE = new Rate(25, 1);
    private static final int THREADS = 2;
    /** In seconds: less than the duration of any frame. */
    private static final double MOMENT = 0.001;
    /** The limit of processor time, for an encoder that hangs. */
    private static final int MOST_CPU_SECONDS = 4 * 24 * 60 * 60;

    private final OutputPlan plan;
    private final Source source;
    private final Codecs codecs;
    private final Slice slice;
    private final Optional<Range> part;
    private final Optional<Range> range;

    private Arguments(OutputPlan plan, Source source, Codecs codecs, Slice slice) throws CannotEncode {
        this.plan = plan;
        this.source = source;
        this.codecs = codecs;
        this.slice = slice;
        this.part = part();
        this.range = slice.isSegment() ? Optional.of(ofSegment()) : part;
    }

    /**
     * The inputs and the output as arguments of ffmpeg.
     *
     * @param input the arguments that open the source, including {@code -i}
     * @param sound the arguments that open a file with the sound of an image sequence
     * @param chapters the arguments that open a file with chapters
     * @param parts the arguments that open the list of encoded segments
     * @param output the file, or the pattern of the frames
     */
    record Places(List<String> input, List<String> sound, List<String> chapters, List<String> parts, String output) {}

    /**
     * A run of ffmpeg.
     *
     * @param seconds the duration of the output, 0 if unknown
     */
    record Command(List<String> arguments, double seconds) {}

    private record Range(double from, double seconds) {}

    /** @throws CannotEncode if the ffmpeg cannot encode this from the source */
    static Command of(OutputPlan plan, Source source, Ffmpeg ffmpeg, Places places, Slice slice) throws CannotEncode {
        Codecs codecs = Codecs.of(plan, ffmpeg);
        boolean picture = codecs.video().isPresent() && source.picture().isPresent();
        boolean sound = !slice.isSegment()
                && codecs.audio().isPresent()
                && (source.hasSound() || !places.sound().isEmpty());
        if (!picture && !sound) {
            throw new CannotEncode(codecs.video().isPresent() ? "the source has no video" : "the source has no audio");
        }
        return new Arguments(plan, source, codecs, slice).command(places, picture, sound);
    }

    /**
     * Whether an output can be encoded in a number of segments: its frames are those of the source, and no frame of a
     * segment depends on another segment.
     */
    static boolean canSplit(OutputPlan plan, Source source, Ffmpeg ffmpeg, int segments) throws CannotEncode {
        Codecs codecs = Codecs.of(plan, ffmpeg);
        Optional<Rate> rate = source.picture()
                .filter(Source.Picture::steady)
                .filter(Source.Picture::startsAtOnce)
                .flatMap(Source.Picture::rate);
        return rate.isPresent()
                && codecs.video().filter(Codecs.Coder::isClosed).isPresent()
                && (codecs.muxer().equals("mov") || codecs.muxer().equals("mp4"))
                && plan.sequence().isEmpty()
                && plan.part().chapters().isEmpty()
                && plan.retiming().equals(Retiming.NONE)
                && plan.video()
                        .flatMap(Picture::frameRate)
                        .filter(own -> !rate.get().equals(own))
                        .isEmpty()
                && new Arguments(plan, source, codecs, Slice.WHOLE).frames() >= segments;
    }

    /**
     * The chapters of the whole output in ffmpeg's format; empty if it has none.
     *
     * @param all the chapters of the source
     */
    static Optional<String> chapters(OutputPlan plan, Source source, Ffmpeg ffmpeg, List<Chapters.Chapter> all)
            throws CannotEncode {
        Arguments whole = new Arguments(plan, source, Codecs.of(plan, ffmpeg), Slice.WHOLE);
        return Chapters.metadata(all, whole.part.map(Range::from).orElse(0.0), whole.stretch(), whole.seconds());
    }

    private Command command(Places places, boolean picture, boolean sound) throws CannotEncode {
        List<String> all = new ArrayList<>(List.of(
                "-nostdin",
                "-hide_banner",
                "-loglevel",
                "error",
                "-nostats",
                "-progress",
                "pipe:1",
                "-stats_period",
                "0.5",
                "-timelimit",
                Integer.toString(MOST_CPU_SECONDS),
                "-filter_threads",
                Integer.toString(THREADS),
                "-y"));
        all.addAll(List.of("-threads", Integer.toString(THREADS), "-max_pixels", Long.toString(Source.MOST_PIXELS)));
        all.addAll(places.parts());
        range.ifPresent(wanted -> {
            if (wanted.from() > 0) {
                all.addAll(List.of("-ss", number(wanted.from())));
            }
            // The length of other segments is a number of frames.
            if (wanted.seconds() > 0 && (!slice.isSegment() || slice.isLast())) {
                all.addAll(List.of("-t", number(wanted.seconds())));
            }
        });
        all.addAll(places.input());
        all.addAll(places.sound());
        all.addAll(places.chapters());
        if (picture) {
            all.addAll(List.of("-map", "0:V:0"));
        }
        if (sound) {
            // An audio file has one track.
            String tracks = picture ? "a" : "a:0";
            all.addAll(
                    List.of("-map", (places.sound().isEmpty() && places.parts().isEmpty() ? "0:" : "1:") + tracks));
        }
        all.addAll(List.of("-sn", "-dn"));
        int inputs = (places.parts().isEmpty() ? 1 : 2) + (places.sound().isEmpty() ? 0 : 1);
        all.addAll(List.of("-map_chapters", places.chapters().isEmpty() ? "-1" : Integer.toString(inputs)));
        if (slice.isJoined()) {
            all.addAll(List.of("-map_metadata", "1"));
        }
        all.addAll(List.of("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"));
        if (picture && slice.isJoined()) {
            all.addAll(List.of("-c:v", "copy"));
            all.addAll(tagged(bears(codecs.video().orElseThrow().options())));
        } else if (picture) {
            addPicture(all);
        }
        if (sound) {
            addSound(all);
        }
        if (!slice.isSegment()) {
            timecode().ifPresent(first -> all.addAll(List.of("-timecode", first)));
        } else if (!slice.isLast()) {
            all.addAll(List.of("-frames:v", Long.toString(slice.end(frames()) - slice.first(frames()))));
        }
        if (plan.imageSequence()) {
            all.addAll(List.of("-start_number", "0"));
        }
        if (!places.sound().isEmpty() && seconds() > 0) {
            // The frames determine the duration, not the sound.
            all.addAll(List.of("-t", number(seconds())));
        }
        all.addAll(List.of("-f", codecs.muxer(), places.output()));
        return new Command(List.copyOf(all), seconds());
    }

    private static List<String> tagged(List<String> options) {
        int tag = options.indexOf("-tag:v");
        return tag < 0 ? List.of() : options.subList(tag, tag + 2);
    }

    private void addPicture(List<String> all) throws CannotEncode {
        Picture wanted = plan.video().orElseThrow();
        Codecs.Coder coder = codecs.video().orElseThrow();
        if (wanted.keepsAlpha()
                && source.picture().filter(Source.Picture::hasAlpha).isPresent()) {
            coder = coder.withAlpha();
        }
        List<String> filters = new ArrayList<>();
        if (slice.isSegment()) {
            filters.add("setpts=PTS-STARTPTS");
        }
        double stretch = stretch();
        if (stretch != 1) {
            filters.add("setpts=" + number(stretch) + "*PTS");
        }
        Optional<Rate> rate = wanted.frameRate();
        if (rate.isPresent() || stretch != 1) {
            filters.add("fps=" + rate.orElseGet(this::sourceRate));
        }
        filters.addAll(Geometry.filters(wanted, source.picture().orElseThrow(), coder));
        if (!filters.isEmpty()) {
            all.addAll(List.of("-vf", String.join(",", filters)));
        }
        all.addAll(List.of("-c:v", coder.name()));
        if (!coder.pixels().isEmpty()) {
            all.addAll(List.of("-pix_fmt", coder.pixels()));
        }
        all.addAll(bears(coder.options()));
        all.addAll(List.of("-threads:v", Integer.toString(THREADS)));
        if (coder.name().equals("libopenh264") && !coder.options().contains("-b:v")) {
            all.addAll(List.of("-b:v", Long.toString(usualBits())));
        }
    }

    /** Removes the FourCC of the codec where the container has none. */
    private List<String> bears(List<String> options) {
        int tag = options.indexOf("-tag:v");
        if (tag < 0 || codecs.muxer().equals("mov") || codecs.muxer().equals("mp4")) {
            return options;
        }
        List<String> rest = new ArrayList<>(options);
        rest.subList(tag, tag + 2).clear();
        return rest;
    }

    /** For an encoder whose default is always 2 Mbit/s: a tenth of a bit for every pixel. */
    private long usualBits() {
        Source.Picture picture = source.picture().orElseThrow();
        double rate = sourceRate().perSecond();
        return Math.max(200_000, Math.round(picture.width() * (double) picture.height() * rate * 0.1));
    }

    private void addSound(List<String> all) {
        Codecs.Coder coder = codecs.audio().orElseThrow();
        List<String> tempo = tempo(1 / stretch());
        if (!tempo.isEmpty()) {
            all.addAll(List.of("-af", String.join(",", tempo)));
        }
        all.addAll(List.of("-c:a", coder.name()));
        all.addAll(coder.options());
    }

    /** The filter works best from 0.5 to 2: other factors are split. */
    private static List<String> tempo(double tempo) {
        List<String> steps = new ArrayList<>();
        double left = tempo;
        while (left < 0.5 || left > 2) {
            double step = left < 0.5 ? 0.5 : 2;
            steps.add("atempo=" + number(step));
            left /= step;
        }
        if (Math.abs(left - 1) > 1e-9) {
            steps.add("atempo=" + number(left));
        }
        return steps;
    }

    /** The duration of the output divided by that of the source. */
    private double stretch() {
        Retiming retiming = plan.retiming();
        Optional<Rate> rate = plan.video().flatMap(Picture::frameRate);
        if (retiming.keepsFrames() && rate.isPresent()) {
            return sourceRate().perSecond() / rate.get().perSecond();
        }
        return retiming.percent() / 100;
    }

    private Rate sourceRate() {
        return plan.sequence()
                .flatMap(OutputPlan.Sequence::frameRate)
                .flatMap(rate -> SettingElements.ofDecimal(rate.doubleValue()))
                .or(() -> source.picture().flatMap(Source.Picture::rate))
                .orElse(USUAL_RATE);
    }

    private double seconds() {
        if (slice.isSegment()) {
            return (slice.end(frames()) - slice.first(frames())) / sourceRate().perSecond();
        }
        double whole = range.map(Range::seconds)
                .filter(part -> part > 0)
                .orElseGet(() -> source.seconds() - range.map(Range::from).orElse(0.0));
        return Math.max(0, whole) * stretch();
    }

    /** The number of frames of the whole output. */
    private long frames() {
        double end = source.picture()
                .map(Source.Picture::seconds)
                .filter(known -> known > 0)
                .orElse(source.seconds());
        double rest = Math.max(0, end - part.map(Range::from).orElse(0.0));
        double seconds = part.map(Range::seconds).filter(known -> known > 0).orElse(rest);
        return Math.round(Math.min(seconds, rest) * sourceRate().perSecond());
    }

    /**
     * From shortly before its first frame; the last segment ends with the source, the others after a number of frames.
     */
    private Range ofSegment() {
        double rate = sourceRate().perSecond();
        double offset = slice.first(frames()) / rate;
        double from = part.map(Range::from).orElse(0.0) + offset;
        double all = part.map(Range::seconds).orElse(0.0);
        double seconds = slice.isLast() ? Math.max(0, all - offset) : slice.end(frames()) / rate - offset;
        return new Range(Math.max(0, from - (offset > 0 ? MOMENT : 0)), seconds);
    }

    /**
     * In and out are timecodes of the source; the frame at the out point is assumed to be the first that is not
     * encoded.
     */
    private Optional<Range> part() throws CannotEncode {
        OutputPlan.Part wanted = plan.part();
        if (wanted.in().isEmpty() && wanted.out().isEmpty()) {
            return Optional.empty();
        }
        Timecodes codes = timecodes();
        long first = codes.frame(firstOfSource());
        long in = wanted.in()
                .map(text -> codes.frame(Timecode.parse(text)) - first)
                .orElse(0L);
        Optional<Long> out = wanted.out().map(text -> codes.frame(Timecode.parse(text)) - first);
        double from = codes.seconds(in);
        if (in < 0 || (source.seconds() > 0 && from >= source.seconds())) {
            throw new CannotEncode("the in point " + wanted.in().orElse("") + " is not in the source");
        }
        boolean isLate = out.isPresent() && source.seconds() > 0 && codes.seconds(out.get() - 1) >= source.seconds();
        if (isLate || out.filter(end -> end <= in).isPresent()) {
            throw new CannotEncode("the out point " + wanted.out().orElse("") + " is not in the source"
                    + (isLate ? ", which ends at " + codes.at(first + codes.frames(source.seconds())) : ""));
        }
        return Optional.of(
                new Range(from, out.map(end -> codes.seconds(end - in)).orElse(0.0)));
    }

    private Timecode firstOfSource() {
        return Timecode.parse(source.timecode().filter(Arguments::isTimecode).orElse("00:00:00:00"));
    }

    private Timecodes timecodes() {
        return Timecodes.of(sourceRate(), source.timecode().orElse(""));
    }

    /** The first timecode of the output: the requested one, or that of the source at the start of the part. */
    private Optional<String> timecode() {
        if (!List.of("mov", "mp4", "mxf").contains(codecs.muxer())
                || source.picture().isEmpty()) {
            return Optional.empty();
        }
        Timecodes ofOutput = Timecodes.of(outputRate(), source.timecode().orElse(""));
        Optional<Timecode> wanted = plan.part().start().map(Timecode::parse);
        if (wanted.isEmpty() && source.timecode().filter(Arguments::isTimecode).isPresent()) {
            wanted = plan.part()
                    .in()
                    .map(Timecode::parse)
                    .or(() -> Optional.of(firstOfSource()))
                    .map(first -> ofOutput.from(timecodes(), first));
        }
        return wanted.map(ofOutput::text);
    }

    private Rate outputRate() {
        return plan.video().flatMap(Picture::frameRate).orElseGet(this::sourceRate);
    }

    private static boolean isTimecode(String text) {
        try {
            Timecode.parse(text);
            return true;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .setScale(6, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
