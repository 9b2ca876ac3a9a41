package io.qmaster.cli.output;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qmaster.domain.FrameSize;
import io.qmaster.domain.SettingFacts;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A setting that can be chosen. */
public record SettingDocument(
        String name,
        Path file,
        String origin,
        String encoder,
        String extension,
        Optional<String> videoCodec,
        Optional<String> audioCodec,
        Optional<Size> frameSize,
        boolean imageSequence,
        boolean segmentable,
        Optional<String> group,
        Optional<String> description,
        Optional<String> profile,
        OptionalLong bitRate,
        Optional<Double> frameRate,
        Optional<String> colour,
        Optional<String> audioFormat,
        OptionalLong audioBitRate,
        boolean retimed,
        Optional<String> cannotEncode) {
    /** Describes a setting, and why the engine cannot encode what it asks for if that is known. */
    public static SettingDocument of(SettingFacts facts, Optional<String> cannotEncode) {
        return new SettingDocument(
                facts.name(),
                facts.file(),
                facts.origin().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                facts.encoder(),
                facts.outputExtension(),
                facts.videoCodec(),
                facts.audioCodec(),
                facts.frameSize().map(Size::of),
                facts.imageSequence(),
                facts.segmentable(),
                facts.details().group(),
                facts.details().description(),
                facts.details().profile(),
                facts.details().videoBitRate(),
                facts.details().frameRate(),
                facts.details().colour(),
                facts.details().audioFormat(),
                facts.details().audioBitRate(),
                facts.details().retimes(),
                cannotEncode);
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Size(String rule, Optional<BigDecimal> percent, OptionalInt width, OptionalInt height) {
        static Size of(FrameSize size) {
            if (size instanceof FrameSize.Percent percent) {
                return new Size(
                        "percent",
                        Optional.of(new BigDecimal(percent.number())),
                        OptionalInt.empty(),
                        OptionalInt.empty());
            }
            if (size instanceof FrameSize.FitWithin fit) {
                return new Size("fit", Optional.empty(), OptionalInt.of(fit.width()), OptionalInt.of(fit.height()));
            }
            if (size instanceof FrameSize.Exactly exactly) {
                return new Size(
                        "exact", Optional.empty(), OptionalInt.of(exactly.width()), OptionalInt.of(exactly.height()));
            }
            return new Size("source", Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
        }
    }
}
