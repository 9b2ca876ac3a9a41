package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.compressor.probe.Ffprobe;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.MediaFacts;
import io.qmaster.domain.port.MediaFacts.Video;
import io.qmaster.domain.standard.WallClock;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The answers of ffprobe about movies: recorded answers of ffprobe 5.1.9, and the real one where it is installed. */
class FfprobeTest {
    static final Path CLIP = Path.of("examples/clip.mov").toAbsolutePath();

    @TempDir
    private Path folder;

    private static String recorded(String name) throws IOException {
        try (InputStream answer = FfprobeTest.class.getResourceAsStream("ffprobe/" + name + ".json")) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aMovieHasACodecAFourCcASizeAndADuration() throws IOException {
        assertThat(Ffprobe.read(recorded("h264")))
                .isEqualTo(new MediaFacts(
                        Optional.of(new Video("h264", Optional.of("avc1"), 640, 360)),
                        Optional.of(Duration.ofSeconds(2)),
                        OptionalInt.of(1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"side_data_list\": [{\"rotation\": -90}]",
                "\"side_data_list\": [{}, {\"rotation\": 270.0}]",
                "\"tags\": {\"rotate\": \"90\"}"
            })
    void aPortraitClipOfAPhoneIsTurned(String rotation) throws IOException {
        Video video = Ffprobe.read(
                        "{\"streams\": [{\"codec_type\": \"video\", \"codec_name\": \"hevc\", \"width\": 1440,"
                                + " \"height\": 1080, \"sample_aspect_ratio\": \"4:3\", \"avg_frame_rate\": \"30000/1001\","
                                + " \"duration\": \"4.000000\", " + rotation
                                + "}], \"format\": {\"duration\": \"4.3\"}}")
                .video()
                .orElseThrow();

        assertThat(video.isTurned()).isTrue();
        assertThat(video.pixelAspect()).isCloseTo(4 / 3.0, within(0.001));
        assertThat(video.frameRate().getAsDouble()).isCloseTo(29.97, within(0.001));
        assertThat(video.duration()).contains(Duration.ofSeconds(4));
    }

    @Test
    void theFourCcTellsTheFlavoursOfProRes() throws IOException {
        assertThat(Ffprobe.read(recorded("prores")).video())
                .contains(new Video("prores", Optional.of("ap4h"), 1920, 1080));
    }

    @Test
    void anMxfFileHasNoFourCc() throws IOException {
        assertThat(Ffprobe.read(recorded("mxf")).video()).contains(new Video("mpeg2video", Optional.empty(), 64, 36));
    }

    @Test
    void soundAloneIsNoVideo() throws IOException {
        assertThat(Ffprobe.read(recorded("sound")).video()).isEmpty();
    }

    @Test
    void whatIsNoJsonIsNoAnswer() {
        assertThatThrownBy(() -> Ffprobe.read("Segmentation fault")).hasMessageContaining("Segmentation fault");
    }

    @Test
    void theRealOneReadsOurClip() throws Exception {
        MediaFacts facts = real().probe(CLIP, Deadline.NEVER);

        assertThat(facts.video())
                .contains(new Video(
                        "h264",
                        Optional.of("avc1"),
                        320,
                        180,
                        false,
                        1,
                        OptionalDouble.of(25),
                        Optional.of(Duration.ofSeconds(2))));
        assertThat(facts.duration()).contains(Duration.ofSeconds(2));
    }

    @Test
    void theRealOneSaysWhyAFileIsNoMovie() throws IOException {
        Path text = Files.writeString(folder.resolve("-odd: name.mov"), "a text");
        Ffprobe real = real();

        assertThatThrownBy(() -> real.probe(text, Deadline.NEVER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Invalid data");
    }

    @Test
    void aMovieThatWasCutOffIsNoMovieAlthoughItsIndexIsWhole() throws IOException {
        // The real one answers the same for the whole clip and for its first half, whose index is at the start.
        Path answer = Files.writeString(folder.resolve("answer.json"), recorded("h264"));
        Ffprobe ffprobe = new Ffprobe(program("cat '" + answer + "'"), new WallClock());
        byte[] clip = Files.readAllBytes(CLIP);
        Path half = Files.write(folder.resolve("half.mov"), Arrays.copyOf(clip, clip.length / 2));

        assertThatThrownBy(() -> ffprobe.probe(half, Deadline.NEVER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is cut off: it has " + clip.length / 2 + " bytes, and its \"mdat\"");
    }

    @Test
    void withoutFfprobeNothingIsSubmitted() {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));

        Bench.Run run = bench.submit("--wait", "--verify", "--json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.error().get("message").asString()).contains("ffprobe");
        assertThat(bench.journal.entries()).isEmpty();
    }

    @Test
    void aWrongNameOfFfprobeIsExitCode2() {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        bench.environment.put("QMASTER_FFPROBE", folder.resolve("none").toString());

        assertThat(bench.submit("--wait", "--verify").code()).isEqualTo(2);
    }

    @Test
    void anOutputThatIsNotWhatTheSettingPromisesIsExitCode1() throws IOException {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        Path answer = Files.writeString(folder.resolve("answer.json"), recorded("h264"));
        bench.environment.put("QMASTER_FFPROBE", program("cat '" + answer + "'").toString());
        bench.file(
                "plain.compressorsetting",
                Bench.SETTING.replace(
                        "</encoder>",
                        "<video-encode isEnabled=\"yes\"><codec-type>apcn</codec-type></video-encode></encoder>"));

        Bench.Run run = bench.submit("--wait", "--verify", "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.error().get("code").asString()).isEqualTo("OUTPUT_MISMATCH");
        assertThat(run.error().get("message").asString())
                .contains("its video is h264 (avc1), but the setting requires apcn");
    }

    @Test
    void verifyChecksTheOutputsOfABatchAndFilesLaterAndAlone() throws IOException {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        Path answer = Files.writeString(folder.resolve("answer.json"), recorded("h264"));
        bench.environment.put("QMASTER_FFPROBE", program("cat '" + answer + "'").toString());
        bench.file(
                "plain.compressorsetting",
                Bench.SETTING.replace(
                        "</encoder>",
                        "<video-encode isEnabled=\"yes\"><codec-type>avc1</codec-type></video-encode></encoder>"));
        Bench.Run submitted = bench.submit("--wait", "--json");
        String id = submitted.events().get(0).get("submissionId").asString();
        Path output = Path.of(submitted
                .events()
                .get(submitted.events().size() - 1)
                .get("targets")
                .get(0)
                .get("path")
                .asString());

        Bench.Run good = bench.run("verify", id, output.toString(), "--json");

        assertThat(good.code()).isZero();
        assertThat(good.json().get(0).get("good").asBoolean()).isTrue();
        assertThat(good.json().get(1).get("setting").asString()).endsWith("plain.compressorsetting");

        Files.writeString(answer, recorded("prores"));
        assertThat(bench.run("verify", id, "--json").json().get(0).get("fault").asString())
                .isEqualTo("OUTPUT_MISMATCH");
        Files.delete(output);
        Bench.Run missing = bench.run("verify", output.toString());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.out()).contains("it does not exist");
    }

    @Test
    void verifyComparesAFileOfAnotherToolWithASettingAndNeedsNoEngine() throws IOException {
        Bench bench = new Bench(folder, null);
        Path answer = Files.writeString(folder.resolve("answer.json"), recorded("h264"));
        bench.environment.put("QMASTER_FFPROBE", program("cat '" + answer + "'").toString());
        Path setting = bench.file(
                "hevc.compressorsetting",
                Bench.SETTING.replace(
                        "</encoder>",
                        "<video-encode isEnabled=\"yes\"><codec-type>hvc1</codec-type></video-encode></encoder>"));
        Path output = bench.file("out.mov", "a movie");

        Bench.Run alone = bench.run("verify", output.toString());
        assertThat(alone.code()).isZero();
        assertThat(alone.out()).contains(": good; not judged: codec (its setting is not known), frame size (");
        assertThat(bench.run("verify", output.toString(), "--json")
                        .json()
                        .get(0)
                        .get("notJudged"))
                .hasSize(3);
        Bench.Run other = bench.run("verify", output.toString(), "--setting", setting.toString());
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.out()).contains("its video is h264");
        assertThat(bench.run("verify", "B-123456").code()).isEqualTo(8);
    }

    @Test
    void anOutputOfAnotherToolThatIsGoodIsSkippedAsVerifiedUnlessItsSourceIsNewer() throws IOException {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        Path answer = Files.writeString(folder.resolve("answer.json"), recorded("h264"));
        bench.environment.put("QMASTER_FFPROBE", program("cat '" + answer + "'").toString());
        Path source = bench.file("a.mov", "a");
        Path output = bench.file("out/a.mov", "made by another tool");
        String[] line = {
            "submit",
            source.toString(),
            "--setting",
            bench.setting().toString(),
            "--destination-dir",
            output.getParent().toString(),
            "--skip-verified"
        };

        Bench.Run skipped = bench.run(line);
        assertThat(skipped.code()).isZero();
        assertThat(skipped.err()).contains("skipped " + source, "nothing is submitted");

        Files.setLastModifiedTime(output, FileTime.from(Instant.EPOCH));
        assertThat(bench.run(line).code()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"--skip-verified, --skip-verified", "--verify --wait, --verify"})
    void withoutFfprobeTheOptionThatNeedsItIsToBeLeftOut(String options, String leftOut) {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        bench.environment.put("QMASTER_FFPROBE", folder.resolve("gone").toString());

        Bench.Run run = bench.submit(options.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .endsWith("; name the ffprobe of FFmpeg; to submit without it, leave out " + leftOut + "\n");
    }

    @Test
    void verifyWithoutFfprobeAdvisesNothingAboutSubmitting() {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        bench.environment.put("QMASTER_FFPROBE", folder.resolve("gone").toString());

        assertThat(bench.run("verify", bench.clip().toString()).err()).endsWith("; name the ffprobe of FFmpeg\n");
    }

    @Test
    void skipVerifiedLeavesJobsOfADocumentOutToo() throws IOException {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        Path answer = Files.writeString(folder.resolve("answer.json"), recorded("h264"));
        bench.environment.put("QMASTER_FFPROBE", program("cat '" + answer + "'").toString());
        Path a = bench.file("a.mov", "a");
        Path b = bench.file("b.mov", "b");
        Path output = bench.file("out/a.mov", "made by another tool");
        String document = "{\"setting\":\"" + bench.setting() + "\",\"destinationDir\":\"" + output.getParent()
                + "\",\"jobs\":[{\"source\":\"" + a + "\"},{\"source\":\"" + b + "\"}]}";

        Bench.Run run = bench.stdin(document).run("submit", "--from", "-", "--skip-verified", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.events())
                .extracting(event -> event.get("event").asString())
                .startsWith("skipped", "submitted");
        JsonNode targets = run.events().get(1).get("targets");
        assertThat(targets).hasSize(1);
        assertThat(targets.get(0).get("source").asString()).isEqualTo(b.toString());
    }

    @Test
    void noSuccessIsReportedOfABatchThatFailsByVerification() throws IOException {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        Path answer = Files.writeString(folder.resolve("answer.json"), recorded("sound"));
        bench.environment.put("QMASTER_FFPROBE", program("cat '" + answer + "'").toString());
        bench.file(
                "plain.compressorsetting",
                Bench.SETTING.replace(
                        "</encoder>",
                        "<video-encode isEnabled=\"yes\"><codec-type>apcn</codec-type></video-encode></encoder>"));

        Bench.Run run = bench.submit("--wait", "--verify");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).doesNotContain("Successful after").contains("Failed after");
        assertThat(bench.run("list", "--all").out())
                .contains("FAILED", "it has no video")
                .doesNotContain("100 %");
        JsonNode listed = bench.run("list", "--all", "--json").json().get(0);
        assertThat(listed.get("reason").asString()).contains("it has no video");
        assertThat(listed.get("percentComplete").isNull()).isTrue();
    }

    @Test
    void ffprobeGetsNoEnvironmentThatItDoesNotNeed() throws Exception {
        Path answer = Files.writeString(folder.resolve("answer.json"), recorded("h264"));
        Path seen = folder.resolve("environment");
        Path script = program("env >'" + seen + "'; cat '" + answer + "'");
        assertThat(System.getenv()).containsKey("HOME");

        new Ffprobe(script, new WallClock()).probe(CLIP, Deadline.NEVER);

        assertThat(Files.readAllLines(seen))
                .map(line -> line.replaceFirst("=.*", ""))
                .isSubsetOf("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "PWD", "OLDPWD", "SHLVL", "_");
    }

    @Test
    void aMovieIsNotBadBecauseAnInterruptOfTheTerminalEndedFfprobe() throws Exception {
        Path answer = Files.writeString(folder.resolve("answer.json"), recorded("h264"));
        Path mark = folder.resolve("mark");
        Path script = program("[ -e '" + mark + "' ] || { >'" + mark + "'; kill -INT $$; }; cat '" + answer + "'");

        assertThat(new Ffprobe(script, new WallClock())
                        .probe(CLIP, Deadline.NEVER)
                        .video())
                .isPresent();
    }

    @Test
    void anOutputThatIsWhatTheSettingPromisesIsSuccessful() throws IOException {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));
        Path answer = Files.writeString(folder.resolve("answer.json"), recorded("h264"));
        bench.environment.put(
                "PATH", program("cat '" + answer + "'").getParent().toString());

        assertThat(bench.submit("--wait", "--verify").code()).isZero();
    }

    /** Creates an ffprobe that runs these shell lines. */
    private Path program(String script) throws IOException {
        Path program = Files.createFile(
                Files.createDirectories(folder.resolve("bin")).resolve("ffprobe"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return Files.writeString(program, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + script + "\n");
    }

    static Ffprobe real() {
        Optional<Path> installed = Ffprobe.onPath(System.getenv());
        assumeTrue(installed.isPresent(), "ffprobe is not installed");
        return new Ffprobe(installed.get(), new WallClock());
    }
}
