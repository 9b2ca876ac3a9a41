package io.qmaster.domain.standard;

import io.qmaster.domain.SettingDetails;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** Reads the {@link SettingDetails} of a setting file of Compressor 4 or 5. */
final class SettingFileDetails {
    /** QuickTime counts data rates in bytes per second (Apple, SCDataRateSettings). */
    private static final int BITS = 8;

    private static final Map<String, String> PRIMARIES =
            Map.of("1", "BT.709", "5", "BT.601 (625)", "6", "BT.601 (525)", "9", "BT.2020", "12", "P3");
    private static final Map<String, String> TRANSFERS = Map.of("16", "PQ", "18", "HLG");

    private SettingFileDetails() {}

    static SettingDetails of(
            Element root, Optional<Element> encoder, Optional<Element> video, Optional<Element> audio) {
        return new SettingDetails(
                Xml.text(root, "nameKey").map(SettingFile::percentDecoded),
                Optional.empty(),
                Xml.text(root, "description").map(SettingFile::percentDecoded),
                video.flatMap(SettingFileDetails::profile),
                bits(video, "data-rate", BITS),
                video.flatMap(SettingFileDetails::frameRate),
                video.flatMap(SettingFileDetails::colour),
                audio.flatMap(SettingFileDetails::audioFormat),
                bits(audio, "audio-encoding-bitrate", 1),
                encoder.flatMap(element -> Xml.child(element, "duration-change"))
                        .filter(SettingFileDetails::retimes)
                        .isPresent(),
                video.filter(element -> isNotZero(rotation(element)) && isRightAngle(rotation(element)))
                        .isPresent(),
                video.filter(SettingFileDetails::reshapes).isPresent());
    }

    private static OptionalLong bits(Optional<Element> encode, String tag, int factor) {
        OptionalDouble rate = encode.flatMap(element -> Xml.text(element, tag))
                .map(SettingFileDetails::number)
                .orElse(OptionalDouble.empty());
        return rate.isPresent() && rate.getAsDouble() >= 1
                ? OptionalLong.of(Math.round(rate.getAsDouble() * factor))
                : OptionalLong.empty();
    }

    /** {@code R24000/1001}, or a plain number; 0 and -100 keep the rate of the source. */
    private static Optional<Double> frameRate(Element video) {
        String text = Xml.text(video, "frame-rate").orElse("");
        String[] parts = (text.startsWith("R") ? text.substring(1) : text).split("/", 2);
        OptionalDouble frames = number(parts[0]);
        OptionalDouble seconds = parts.length == 2 ? number(parts[1]) : OptionalDouble.of(1);
        if (frames.isEmpty() || seconds.isEmpty()) {
            return Optional.empty();
        }
        double rate = frames.getAsDouble() / seconds.getAsDouble();
        return rate >= 0.01 && rate <= 10_000 ? Optional.of(rate) : Optional.empty();
    }

    /** {@code H264_High_AutoLevel} in a binary property list in Base64. */
    private static Optional<String> profile(Element video) {
        return Xml.text(video, "encoder-properties").flatMap(encoded -> {
            try {
                String value = PropertyList.texts(
                                Base64.getMimeDecoder().decode(encoded), "codec-properties", "ProfileLevel")
                        .getOrDefault("objectValue", "");
                return Optional.of(value.replaceFirst("^(H264|HEVC)_", "")
                                .replaceFirst("_AutoLevel$", "")
                                .replace('_', ' '))
                        .filter(Predicate.not(String::isBlank));
            } catch (IOException | IllegalArgumentException unreadable) {
                return Optional.empty();
            }
        });
    }

    /** The code points of ISO/IEC 23091-2; 2 is "unspecified". */
    private static Optional<String> colour(Element video) {
        return Xml.child(video, "color-space")
                .flatMap(space -> Optional.ofNullable(PRIMARIES.get(space.getAttribute("primaries")))
                        .map(primaries -> Stream.of(
                                        primaries, TRANSFERS.getOrDefault(space.getAttribute("transfer"), ""))
                                .filter(Predicate.not(String::isEmpty))
                                .reduce((one, other) -> one + " " + other)
                                .orElse(primaries)));
    }

    /** {@code 48000.000000 2 16 …}: sample rate and channels, unless the source's are kept. */
    private static Optional<String> audioFormat(Element audio) {
        String[] numbers = Xml.text(audio, "audio-format-info").orElse("").split(" +", -1);
        List<String> parts = new ArrayList<>();
        OptionalDouble rate = number(numbers[0]);
        if (rate.isPresent() && rate.getAsDouble() > 0 && !isYes(audio, "auto-format_sampleRate")) {
            parts.add(String.valueOf(rate.getAsDouble() / 1000).replaceFirst("\\.0$", "") + " kHz");
        }
        if (numbers.length > 1 && numbers[1].matches("[1-9][0-9]?") && !isYes(audio, "auto-channel_layout")) {
            parts.add(numbers[1] + (numbers[1].equals("1") ? " channel" : " channels"));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
    }

    /** Whether the duration changes: a factor of 100 or none keeps it. */
    private static boolean retimes(Element change) {
        String factor = change.getAttribute("factor").strip();
        OptionalDouble percent = number(factor);
        return change.getAttribute("source-at-output").equalsIgnoreCase("yes")
                || !(factor.isEmpty() || (percent.isPresent() && percent.getAsDouble() == 100));
    }

    private static String rotation(Element video) {
        return Xml.text(video, "rotation").orElse("");
    }

    /** It is unknown whether the number is in degrees or in quarter turns. */
    private static boolean isRightAngle(String rotation) {
        return rotation.matches("-?([0-3]|90|180|270)(\\.0*)?");
    }

    private static boolean isNotZero(String value) {
        return !value.isBlank()
                && !value.equalsIgnoreCase("no")
                && !number(value).equals(OptionalDouble.of(0));
    }

    private static boolean reshapes(Element video) {
        Stream<String> sides = Stream.of("crop", "padding")
                .flatMap(tag -> Xml.child(video, tag).stream())
                .flatMap(element -> Stream.of("left", "top", "right", "bottom").map(element::getAttribute));
        Stream<String> switches =
                Stream.of("computed-crop", "computed-pad").flatMap(tag -> Xml.text(video, tag).stream());
        Stream<String> angle = Stream.of(rotation(video)).filter(value -> !isRightAngle(value));
        Stream<String> automatic = Xml.child(video, "automatic").stream()
                .flatMap(element ->
                        Stream.of("crop", "padding", "auto-pad", "center-crop").map(element::getAttribute));
        return Stream.of(sides, switches, automatic, angle)
                .flatMap(values -> values)
                .anyMatch(SettingFileDetails::isNotZero);
    }

    private static boolean isYes(Element parent, String tag) {
        return Xml.text(parent, tag).filter("yes"::equalsIgnoreCase).isPresent();
    }

    private static OptionalDouble number(String text) {
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? OptionalDouble.of(number + 0.0) : OptionalDouble.empty();
        } catch (NumberFormatException none) {
            return OptionalDouble.empty();
        }
    }
}
