package io.qmaster.domain.journal;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.FileIdentity;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.FrameSize;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Publication;
import io.qmaster.domain.SettingDetails;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.Timecode;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The fields of an intention. */
final class OrderFields {
    private OrderFields() {}

    static void write(Intention intention, Fields fields) {
        fields.with("attempt", intention.attempt())
                .with("at", intention.at())
                .with("fingerprint", intention.fingerprint());
        write(intention.order(), fields.in("order"));
        fields.withTexts("claims", intention.claims().stream().sorted().toList());
        intention
                .namesakes()
                .ifPresent(ids -> fields.withTexts(
                        "namesakes", ids.stream().map(BatchId::value).sorted().toList()));
    }

    static Intention intention(Fields fields, SubmissionId submission) {
        Optional<Set<BatchId>> namesakes = fields.has("namesakes")
                ? Optional.of(
                        fields.texts("namesakes").stream().map(BatchId::new).collect(Collectors.toSet()))
                : Optional.empty();
        return new Intention(
                order(fields.in("order"), submission),
                fields.smallNumber("attempt"),
                fields.text("fingerprint"),
                new HashSet<>(fields.texts("claims")),
                namesakes,
                fields.moment("at"));
    }

    private static void write(BatchOrder order, Fields fields) {
        fields.with("name", order.name()).with("exactName", order.exactName());
        write(order.cluster(), fields.in("cluster"));
        write(order.requestedCluster(), fields.in("requestedCluster"));
        fields.with("priority", order.priority().name())
                .with("requestId", order.requestId())
                .with("existingOutput", order.existingOutput().name())
                .with("publication", order.publication().name())
                .withAll(
                        "labels",
                        List.copyOf(order.labels().entrySet()),
                        (label, entry) -> label.with("key", entry.getKey()).with("value", entry.getValue()))
                .withAll("targets", order.targets(), (part, target) -> write(target, part))
                .withAll(
                        "standing",
                        order.standing().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .toList(),
                        (part, file) -> write(file.getKey(), file.getValue(), part));
    }

    private static void write(Path file, FileIdentity identity, Fields fields) {
        fields.with("path", file)
                .with("key", identity.key())
                .with("bytes", identity.bytes())
                .with("modified", identity.modified());
    }

    private static Map<Path, FileIdentity> standing(Fields fields) {
        Map<Path, FileIdentity> standing = new TreeMap<>();
        fields.all(
                "standing",
                file -> standing.put(
                        file.path("path"),
                        new FileIdentity(file.text("key", key -> key), file.number("bytes"), file.moment("modified"))));
        return standing;
    }

    private static BatchOrder order(Fields fields, SubmissionId submission) {
        Map<String, String> labels = new TreeMap<>();
        fields.all("labels", label -> labels.put(label.text("key"), label.text("value")));
        return new BatchOrder(
                submission,
                cluster(fields.in("cluster")),
                cluster(fields.in("requestedCluster")),
                Priority.valueOf(fields.text("priority")),
                fields.text("name"),
                fields.flag("exactName"),
                fields.all("targets", OrderFields::target),
                labels,
                fields.text("requestId", id -> id),
                ExistingOutput.valueOf(fields.text("existingOutput")),
                Publication.valueOf(fields.text("publication")),
                standing(fields));
    }

    static void write(Cluster cluster, Fields fields) {
        if (cluster instanceof Cluster.Address address) {
            fields.with("user", address.user()).with("host", address.host()).with("port", address.port());
        } else {
            fields.with("name", cluster.displayName());
        }
    }

    static Cluster cluster(Fields fields) {
        Optional<Cluster> named = fields.text("name", Cluster::named);
        return named.orElseGet(
                () -> new Cluster.Address(fields.text("user"), fields.text("host"), fields.smallNumber("port")));
    }

    static void write(Target target, Fields fields) {
        fields.with("index", target.index())
                .with("source", target.source())
                .with("plannedPath", target.plannedPath())
                .with("workPath", target.workPath());
        write(target.sourceMark(), fields.in("sourceMark"));
        write(target.setting(), fields.in("setting"));
        write(target.settingMark(), fields.in("settingMark"));
        if (!target.options().equals(JobOptions.NONE)) {
            write(target.options(), fields.in("options"));
        }
    }

    static Target target(Fields fields) {
        return new Target(
                fields.smallNumber("index"),
                fields.path("source"),
                setting(fields.in("setting")),
                fields.path("plannedPath"),
                fields.path("workPath"),
                mark(fields.in("sourceMark")),
                mark(fields.in("settingMark")),
                fields.part("options", OrderFields::options).orElse(JobOptions.NONE));
    }

    private static void write(FileMark mark, Fields fields) {
        fields.with("bytes", mark.bytes()).with("modified", mark.modified());
    }

    private static FileMark mark(Fields fields) {
        return new FileMark(fields.number("bytes"), fields.moment("modified"));
    }

    private static void write(SettingFacts setting, Fields fields) {
        fields.with("file", setting.file())
                .with("name", setting.name())
                .with("origin", setting.origin().name())
                .with("encoder", setting.encoder())
                .with("extension", setting.extension())
                .with("videoCodec", setting.videoCodec())
                .with("audioCodec", setting.audioCodec())
                .with("imageSequence", setting.imageSequence())
                .with("segmentable", setting.segmentable())
                .with("frameRate", setting.details().frameRate().map(BigDecimal::valueOf))
                .with("retimes", setting.details().retimes())
                .with("rotates", setting.details().rotates())
                .with("reshapes", setting.details().reshapes());
        setting.frameSize().ifPresent(size -> write(size, fields.in("frameSize")));
    }

    private static SettingFacts setting(Fields fields) {
        return new SettingFacts(
                fields.path("file"),
                fields.text("name"),
                SettingFacts.Origin.valueOf(fields.text("origin")),
                fields.text("encoder"),
                fields.text("extension", text -> text),
                fields.text("videoCodec", text -> text),
                fields.text("audioCodec", text -> text),
                fields.part("frameSize", OrderFields::frameSize),
                fields.flag("imageSequence"),
                fields.flag("segmentable"),
                // Earlier versions did not write these.
                SettingDetails.ofEffect(
                        fields.optionalDecimal("frameRate").map(BigDecimal::doubleValue),
                        fields.has("retimes") && fields.flag("retimes"),
                        fields.has("rotates") && fields.flag("rotates"),
                        fields.has("reshapes") && fields.flag("reshapes")));
    }

    private static void write(FrameSize size, Fields fields) {
        if (size instanceof FrameSize.Percent part) {
            fields.with("rule", "percent").with("percent", part.number());
        } else if (size instanceof FrameSize.FitWithin box) {
            fields.with("rule", "fit").with("width", box.width()).with("height", box.height());
        } else if (size instanceof FrameSize.Exactly exact) {
            fields.with("rule", "exactly").with("width", exact.width()).with("height", exact.height());
        } else {
            fields.with("rule", "source");
        }
    }

    private static FrameSize frameSize(Fields fields) {
        return switch (fields.text("rule")) {
            case "percent" ->
                new FrameSize.Percent(
                        fields.optionalDecimal("percent").orElseThrow().doubleValue());
            case "fit" -> new FrameSize.FitWithin(fields.smallNumber("width"), fields.smallNumber("height"));
            case "exactly" -> new FrameSize.Exactly(fields.smallNumber("width"), fields.smallNumber("height"));
            default -> FrameSize.SOURCE;
        };
    }

    private static void write(JobOptions options, Fields fields) {
        fields.with("in", options.in())
                .with("out", options.out())
                .with("startOffset", options.startOffset())
                .with("chapters", options.chapters())
                .with("annotations", options.annotations())
                .with("captions", options.captions())
                .with("isSequence", options.imageSequence().isPresent());
        options.imageSequence()
                .ifPresent(
                        frames -> fields.with("frameRate", frames.frameRate()).with("audio", frames.audio()));
    }

    private static JobOptions options(Fields fields) {
        return new JobOptions(
                fields.text("in", Timecode::parse),
                fields.text("out", Timecode::parse),
                fields.text("startOffset", Timecode::parse),
                fields.text("chapters", Path::of),
                fields.text("annotations", Path::of),
                fields.text("captions", Path::of),
                fields.flag("isSequence")
                        ? Optional.of(new ImageSequenceInput(
                                fields.optionalDecimal("frameRate"), fields.text("audio", Path::of)))
                        : Optional.empty());
    }
}
