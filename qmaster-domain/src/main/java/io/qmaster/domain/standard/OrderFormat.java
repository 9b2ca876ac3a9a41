package io.qmaster.domain.standard;

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
import io.qmaster.domain.Secret;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.Timecode;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How an order and what belongs to it stand in the journal. The password of a cluster's address stays out. */
final class OrderFormat {
    private OrderFormat() {}

    static JsonObject write(Intention intention) {
        JsonObject json = new JsonObject()
                .with("attempt", intention.attempt())
                .with("at", intention.at().toString())
                .with("order", write(intention.order()))
                .with("fingerprint", intention.fingerprint())
                .withTexts("claims", intention.claims().stream().sorted().toList());
        intention
                .namesakes()
                .ifPresent(listed -> json.withTexts(
                        "namesakes",
                        listed.stream().map(BatchId::value).sorted().toList()));
        return json;
    }

    static Intention intention(JsonObject json, SubmissionId submission) {
        Optional<Set<BatchId>> listed = json.optionalTexts("namesakes")
                .map(ids -> ids.stream().map(BatchId::new).collect(Collectors.toSet()));
        return new Intention(
                order(json.object("order"), submission),
                json.smallNumber("attempt"),
                json.text("fingerprint"),
                new HashSet<>(json.texts("claims")),
                listed,
                json.moment("at"));
    }

    private static JsonObject write(BatchOrder order) {
        JsonObject labels = new JsonObject();
        order.labels().forEach(labels::with);
        return new JsonObject()
                .with("name", order.name())
                .with("exactName", order.exactName())
                .with("cluster", write(order.cluster()))
                .with("requestedCluster", write(order.requestedCluster()))
                .with("priority", order.priority().name())
                .withText("requestId", order.requestId())
                .with("labels", labels)
                .with("existingOutput", order.existingOutput().name())
                .with("publication", order.publication().name())
                .with(
                        "targets",
                        order.targets().stream().map(OrderFormat::write).toList())
                .with(
                        "standing",
                        order.standing().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(file -> write(file.getKey(), file.getValue()))
                                .toList());
    }

    private static JsonObject write(Path file, FileIdentity identity) {
        return new JsonObject()
                .with("path", file.toString())
                .withText("key", identity.key())
                .with("bytes", identity.bytes())
                .with("modified", identity.modified().toString());
    }

    private static Map<Path, FileIdentity> standing(JsonObject json) {
        Map<Path, FileIdentity> standing = new TreeMap<>();
        if (json.names().contains("standing")) {
            json.objects("standing")
                    .forEach(file -> standing.put(
                            Path.of(file.text("path")),
                            new FileIdentity(
                                    file.text("key", key -> key), file.number("bytes"), file.moment("modified"))));
        }
        return standing;
    }

    private static BatchOrder order(JsonObject json, SubmissionId submission) {
        JsonObject labelled = json.object("labels");
        Map<String, String> labels = new TreeMap<>();
        labelled.names().forEach(name -> labels.put(name, labelled.text(name)));
        return new BatchOrder(
                submission,
                cluster(json.object("cluster")),
                cluster(json.object("requestedCluster")),
                Priority.valueOf(json.text("priority")),
                json.text("name"),
                json.flag("exactName"),
                json.objects("targets").stream().map(OrderFormat::target).toList(),
                labels,
                json.text("requestId", id -> id),
                ExistingOutput.valueOf(json.text("existingOutput")),
                Publication.valueOf(json.text("publication")),
                standing(json));
    }

    static JsonObject write(Cluster cluster) {
        if (cluster instanceof Cluster.Address address) {
            return new JsonObject()
                    .with("user", address.user())
                    .with("host", address.host())
                    .with("port", address.port());
        }
        return new JsonObject().with("name", cluster.displayName());
    }

    static Cluster cluster(JsonObject json) {
        Optional<Cluster> named = json.text("name", Cluster::named);
        return named.orElseGet(() ->
                new Cluster.Address(json.text("user"), Secret.of(""), json.text("host"), json.smallNumber("port")));
    }

    static JsonObject write(Target target) {
        JsonObject json = new JsonObject()
                .with("index", target.index())
                .with("source", target.source().toString())
                .with("sourceMark", write(target.sourceMark()))
                .with("setting", write(target.setting()))
                .with("settingMark", write(target.settingMark()))
                .with("plannedPath", target.plannedPath().toString())
                .with("workPath", target.workPath().toString());
        return target.options().equals(JobOptions.NONE) ? json : json.with("options", write(target.options()));
    }

    static Target target(JsonObject json) {
        return new Target(
                json.smallNumber("index"),
                Path.of(json.text("source")),
                setting(json.object("setting")),
                Path.of(json.text("plannedPath")),
                Path.of(json.text("workPath")),
                mark(json.object("sourceMark")),
                mark(json.object("settingMark")),
                json.optionalObject("options").map(OrderFormat::options).orElse(JobOptions.NONE));
    }

    private static JsonObject write(FileMark mark) {
        return new JsonObject()
                .with("bytes", mark.bytes())
                .with("modified", mark.modified().toString());
    }

    private static FileMark mark(JsonObject json) {
        return new FileMark(json.number("bytes"), json.moment("modified"));
    }

    private static JsonObject write(SettingFacts setting) {
        return new JsonObject()
                .with("file", setting.file().toString())
                .with("name", setting.name())
                .with("origin", setting.origin().name())
                .with("encoder", setting.encoder())
                .withText("extension", setting.extension())
                .withText("videoCodec", setting.videoCodec())
                .withText("audioCodec", setting.audioCodec())
                .withObject("frameSize", setting.frameSize().map(OrderFormat::write))
                .with("imageSequence", setting.imageSequence())
                .with("segmentable", setting.segmentable());
    }

    private static SettingFacts setting(JsonObject json) {
        return new SettingFacts(
                Path.of(json.text("file")),
                json.text("name"),
                SettingFacts.Origin.valueOf(json.text("origin")),
                json.text("encoder"),
                json.text("extension", text -> text),
                json.text("videoCodec", text -> text),
                json.text("audioCodec", text -> text),
                json.optionalObject("frameSize").map(OrderFormat::frameSize),
                json.flag("imageSequence"),
                json.flag("segmentable"));
    }

    private static JsonObject write(FrameSize size) {
        if (size instanceof FrameSize.Percent part) {
            return new JsonObject().with("percent", part.percent());
        }
        if (size instanceof FrameSize.FitWithin box) {
            return new JsonObject().with("fitWidth", box.width()).with("fitHeight", box.height());
        }
        if (size instanceof FrameSize.Exactly exact) {
            return new JsonObject().with("width", exact.width()).with("height", exact.height());
        }
        return new JsonObject();
    }

    private static FrameSize frameSize(JsonObject json) {
        if (json.names().contains("percent")) {
            return new FrameSize.Percent(json.smallNumber("percent"));
        }
        if (json.names().contains("fitWidth")) {
            return new FrameSize.FitWithin(json.smallNumber("fitWidth"), json.smallNumber("fitHeight"));
        }
        return json.names().contains("width")
                ? new FrameSize.Exactly(json.smallNumber("width"), json.smallNumber("height"))
                : FrameSize.SOURCE;
    }

    private static JsonObject write(JobOptions options) {
        return new JsonObject()
                .withText("in", options.in())
                .withText("out", options.out())
                .withText("startOffset", options.startOffset())
                .withText("chapters", options.chapters())
                .withText("annotations", options.annotations())
                .withText("captions", options.captions())
                .withObject(
                        "imageSequence",
                        options.imageSequence()
                                .map(frames -> new JsonObject()
                                        .withText("frameRate", frames.frameRate())
                                        .withText("audio", frames.audio())));
    }

    private static JobOptions options(JsonObject json) {
        return new JobOptions(
                json.text("in", Timecode::parse),
                json.text("out", Timecode::parse),
                json.text("startOffset", Timecode::parse),
                json.text("chapters", Path::of),
                json.text("annotations", Path::of),
                json.text("captions", Path::of),
                json.optionalObject("imageSequence")
                        .map(frames -> new ImageSequenceInput(
                                frames.text("frameRate", BigDecimal::new), frames.text("audio", Path::of))));
    }
}
