package io.qmaster.simulator.encode;

import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.standard.SettingDocument;
import io.qmaster.domain.standard.SettingFile;
import io.qmaster.simulator.encode.OutputPlan.Edges;
import io.qmaster.simulator.encode.OutputPlan.Picture;
import io.qmaster.simulator.encode.OutputPlan.Rate;
import io.qmaster.simulator.encode.OutputPlan.Retiming;
import io.qmaster.simulator.encode.OutputPlan.Size;
import io.qmaster.simulator.encode.OutputPlan.Sound;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the encoding options from a setting file of Compressor 4 or 5. */
final class SettingElements {
    private static final Pattern RATE = Pattern.compile("R?(\\d{1,9})(?:\\.0*)?(?:/(\\d{1,9}))?");
    private static final Pattern DECIMAL_RATE = Pattern.compile("(\\d{1,4}\\.\\d{1,6})\\d*");
    private static final Set<String> UNCOMPRESSED = Set.of("lpcm", "sowt", "twos", "none");
    private static final int MILLION = 1_000_000;
    private static final int LARGEST_EDGE = 100_000;

    private final SettingFacts facts;
    private final SettingDocument document;

    private SettingElements(SettingFacts facts, SettingDocument document) {
        this.facts = facts;
        this.document = document;
    }

    /** Reads the file, since the facts of an order lack profile and bit rates. */
    static SettingElements of(SettingFacts setting) {
        return new SettingElements(SettingFile.read(setting.file()), SettingDocument.read(setting.file()));
    }

    Optional<Picture> picture() {
        if (!isEnabled("video-encode")) {
            return Optional.empty();
        }
        return Optional.of(new Picture(
                facts.videoCodec().map(SettingElements::folded).orElse(""),
                facts.details().profile(),
                facts.details().videoBitRate(),
                rate(text("video-encode", "frame-rate")),
                size(),
                edges("crop"),
                edges("padding"),
                quarterTurns(),
                flip(),
                keepsAlpha()));
    }

    Optional<Sound> sound() {
        if (!isEnabled("audio-encode")) {
            return Optional.empty();
        }
        String codec = facts.audioCodec().map(SettingElements::folded).orElse("");
        // 48000.000000 2 16 …: sample rate and channels, unless they are those of the source.
        String[] numbers = text("audio-encode", "audio-format-info").split(" +", -1);
        boolean ownRate = text("audio-encode", "auto-format_sampleRate").equalsIgnoreCase("yes");
        boolean ownChannels = text("audio-encode", "auto-channel_layout").equalsIgnoreCase("yes");
        boolean has24Bits = numbers.length > 2 && numbers[2].equals("24");
        return Optional.of(new Sound(
                has24Bits && UNCOMPRESSED.contains(codec) ? "in24" : codec,
                ownRate ? OptionalInt.empty() : within(numbers[0], 4000, 384_000),
                ownChannels || numbers.length < 2 ? OptionalInt.empty() : within(numbers[1], 1, 16),
                facts.details().audioBitRate()));
    }

    /** A factor of 100 or none keeps the duration of the source. */
    Retiming retiming() {
        if (document.attribute("source-at-output", "encoder", "duration-change").equalsIgnoreCase("yes")) {
            return new Retiming(100, true);
        }
        double percent = number(document.attribute("factor", "encoder", "duration-change"));
        return percent >= 1 && percent <= 10_000 ? new Retiming(percent, false) : Retiming.NONE;
    }

    private boolean isEnabled(String encode) {
        return document.attribute("isEnabled", "encoder", encode).equalsIgnoreCase("yes");
    }

    private String text(String encode, String tag) {
        return document.text("encoder", encode, tag);
    }

    /** Without a size in {@code automatic}, it is assumed that {@code bounds} has it. */
    private Optional<Size> size() {
        if (facts.frameSize().isPresent()) {
            return Optional.of(size("automatic"));
        }
        Size bounds = size("bounds");
        return Optional.of(bounds).filter(size -> isPixels(size.width()) && isPixels(size.height()));
    }

    private static boolean isPixels(double number) {
        return number >= 1 && number <= LARGEST_EDGE && number == Math.rint(number);
    }

    private Size size(String tag) {
        return new Size(
                number(document.attribute("width", "encoder", "video-encode", tag)),
                number(document.attribute("height", "encoder", "video-encode", tag)));
    }

    private Edges edges(String tag) {
        return new Edges(edge(tag, "left"), edge(tag, "top"), edge(tag, "right"), edge(tag, "bottom"));
    }

    private int edge(String tag, String side) {
        double pixels = number(document.attribute(side, "encoder", "video-encode", tag));
        return pixels > 0 && pixels <= LARGEST_EDGE ? (int) Math.round(pixels) : 0;
    }

    /** In degrees, clockwise; other angles than quarters are ignored. */
    private int quarterTurns() {
        double degrees = number(text("video-encode", "rotation"));
        return degrees % 90 == 0 ? Math.floorMod((int) (degrees / 90), 4) : 0;
    }

    /** QuickTime's depth of 32 bits includes alpha; 24 bits do not. */
    private boolean keepsAlpha() {
        return !document.attribute("pixelDepth", "encoder", "video-encode", "spatial")
                .equals("24");
    }

    /** A number in Compressor 5; it is assumed that 1 is horizontal and 2 vertical. */
    private int flip() {
        double number = number(text("video-encode", "flip"));
        return number == 1 || number == 2 || number == 3 ? (int) number : 0;
    }

    /** {@code R24000/1001}, or a plain number; 0 and -100 are the rate of the source. */
    static Optional<Rate> rate(String text) {
        Matcher whole = RATE.matcher(text.strip());
        if (whole.matches()) {
            long seconds = whole.group(2) == null ? 1 : Long.parseLong(whole.group(2));
            return bounded(Long.parseLong(whole.group(1)), seconds);
        }
        Matcher decimal = DECIMAL_RATE.matcher(text.strip());
        return decimal.matches() ? ofDecimal(Double.parseDouble(decimal.group(1))) : Optional.empty();
    }

    /** 29.97 is short for 30000/1001. */
    static Optional<Rate> ofDecimal(double rate) {
        if (rate == Math.rint(rate)) {
            return bounded((long) rate, 1);
        }
        long nominal = Math.round(rate * 1.001);
        return Math.abs(nominal * 1000.0 / 1001 - rate) < 0.005
                ? bounded(nominal * 1000, 1001)
                : bounded(Math.round(rate * MILLION), MILLION);
    }

    private static Optional<Rate> bounded(long frames, long seconds) {
        return seconds > 0 && frames >= seconds / 100.0 && frames <= seconds * 1000 && frames > 0
                ? Optional.of(new Rate(frames, seconds))
                : Optional.empty();
    }

    private static OptionalInt within(String text, int least, int most) {
        double number = number(text);
        return number >= least && number <= most ? OptionalInt.of((int) number) : OptionalInt.empty();
    }

    /** 0 if it is not a number. */
    private static double number(String text) {
        try {
            double number = Double.parseDouble(text.strip());
            return Double.isFinite(number) ? number : 0;
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private static String folded(String code) {
        return code.strip().toLowerCase(Locale.ROOT);
    }
}
