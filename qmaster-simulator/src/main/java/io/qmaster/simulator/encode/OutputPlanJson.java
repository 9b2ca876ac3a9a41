package io.qmaster.simulator.encode;

import io.qmaster.simulator.encode.OutputPlan.Edges;
import io.qmaster.simulator.encode.OutputPlan.Part;
import io.qmaster.simulator.encode.OutputPlan.Picture;
import io.qmaster.simulator.encode.OutputPlan.Rate;
import io.qmaster.simulator.encode.OutputPlan.Retiming;
import io.qmaster.simulator.encode.OutputPlan.Sequence;
import io.qmaster.simulator.encode.OutputPlan.Size;
import io.qmaster.simulator.encode.OutputPlan.Sound;
import io.qmaster.simulator.scenario.JsonText;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes plans as JSON, without empty values. */
final class OutputPlanJson {
    private OutputPlanJson() {}

    static String text(OutputPlan plan) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("extension", plan.extension()).put("imageSequence", plan.imageSequence());
        plan.video().ifPresent(video -> write(video, json.putObject("video")));
        plan.audio().ifPresent(audio -> {
            ObjectNode sound = json.putObject("audio").put("codec", audio.codec());
            audio.sampleRate().ifPresent(rate -> sound.put("sampleRate", rate));
            audio.channels().ifPresent(channels -> sound.put("channels", channels));
            audio.bitRate().ifPresent(rate -> sound.put("bitRate", rate));
        });
        json.putObject("retiming")
                .put("percent", plan.retiming().percent())
                .put("keepsFrames", plan.retiming().keepsFrames());
        ObjectNode part = json.putObject("part");
        plan.part().in().ifPresent(text -> part.put("in", text));
        plan.part().out().ifPresent(text -> part.put("out", text));
        plan.part().start().ifPresent(text -> part.put("start", text));
        plan.part().chapters().ifPresent(text -> part.put("chapters", text));
        plan.sequence().ifPresent(frames -> {
            ObjectNode sequence = json.putObject("sequence");
            frames.frameRate().ifPresent(rate -> sequence.put("frameRate", rate.toString()));
            frames.audio().ifPresent(text -> sequence.put("audio", text));
        });
        return JsonText.write(json);
    }

    private static void write(Picture video, ObjectNode json) {
        json.put("codec", video.codec())
                .put("quarterTurns", video.quarterTurns())
                .put("flip", video.flip())
                .put("keepsAlpha", video.keepsAlpha());
        video.profile().ifPresent(profile -> json.put("profile", profile));
        video.bitRate().ifPresent(rate -> json.put("bitRate", rate));
        video.frameRate()
                .ifPresent(rate ->
                        json.putObject("frameRate").put("frames", rate.frames()).put("seconds", rate.seconds()));
        video.size()
                .ifPresent(size ->
                        json.putObject("size").put("width", size.width()).put("height", size.height()));
        write(video.crop(), json.putObject("crop"));
        write(video.padding(), json.putObject("padding"));
    }

    private static void write(Edges edges, ObjectNode json) {
        json.put("left", edges.left())
                .put("top", edges.top())
                .put("right", edges.right())
                .put("bottom", edges.bottom());
    }

    /** @throws JacksonException if it is not a plan */
    static OutputPlan parse(String text) {
        JsonNode json = JsonText.read(text);
        JsonNode retiming = json.required("retiming");
        JsonNode part = json.required("part");
        return new OutputPlan(
                json.required("extension").stringValue(),
                json.required("imageSequence").booleanValue(),
                member(json, "video", OutputPlanJson::picture),
                member(json, "audio", OutputPlanJson::sound),
                new Retiming(
                        retiming.required("percent").doubleValue(),
                        retiming.required("keepsFrames").booleanValue()),
                new Part(string(part, "in"), string(part, "out"), string(part, "start"), string(part, "chapters")),
                member(json, "sequence", OutputPlanJson::sequence));
    }

    private static Picture picture(JsonNode json) {
        return new Picture(
                json.required("codec").stringValue(),
                string(json, "profile"),
                wholeNumber(json, "bitRate"),
                member(
                        json,
                        "frameRate",
                        rate -> new Rate(
                                rate.required("frames").longValue(),
                                rate.required("seconds").longValue())),
                member(
                        json,
                        "size",
                        size -> new Size(
                                size.required("width").doubleValue(),
                                size.required("height").doubleValue())),
                edges(json.required("crop")),
                edges(json.required("padding")),
                json.required("quarterTurns").intValue(),
                json.required("flip").intValue(),
                json.path("keepsAlpha").asBoolean(false));
    }

    private static Edges edges(JsonNode json) {
        return new Edges(
                json.required("left").intValue(),
                json.required("top").intValue(),
                json.required("right").intValue(),
                json.required("bottom").intValue());
    }

    private static Sound sound(JsonNode json) {
        return new Sound(
                json.required("codec").stringValue(),
                smallNumber(json, "sampleRate"),
                smallNumber(json, "channels"),
                wholeNumber(json, "bitRate"));
    }

    private static Sequence sequence(JsonNode json) {
        return new Sequence(string(json, "frameRate").map(BigDecimal::new), string(json, "audio"));
    }

    private static Optional<String> string(JsonNode json, String key) {
        return member(json, key, JsonNode::stringValue);
    }

    private static OptionalInt smallNumber(JsonNode json, String key) {
        return member(json, key, JsonNode::intValue).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static OptionalLong wholeNumber(JsonNode json, String key) {
        return member(json, key, JsonNode::longValue).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static <T> Optional<T> member(JsonNode json, String key, Function<JsonNode, T> read) {
        return Optional.ofNullable(json.get(key)).map(read);
    }
}
