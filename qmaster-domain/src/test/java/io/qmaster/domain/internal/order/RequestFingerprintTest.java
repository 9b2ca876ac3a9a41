package io.qmaster.domain.internal.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Publication;
import io.qmaster.domain.Timecode;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestFingerprintTest {
    private static BatchRequest.Builder request() {
        return BatchRequest.builder()
                .sourceFile(Path.of("/clip.mov"))
                .compressorSettingFile(Path.of("/web.setting"))
                .destinationDirectory(Path.of("/out"));
    }

    private static String of(BatchRequest.Builder request) {
        return RequestFingerprint.of(request.build(), path -> Path.of("/here").resolve(path));
    }

    private static JobOptions options(
            Optional<Timecode> in,
            Optional<Timecode> out,
            Optional<Path> chapters,
            Optional<ImageSequenceInput> frames) {
        return new JobOptions(in, out, Optional.empty(), chapters, Optional.empty(), Optional.empty(), frames);
    }

    static Stream<UnaryOperator<BatchRequest.Builder>> changes() {
        Optional<Timecode> ten = Optional.of(Timecode.parse("00:00:10;00"));
        return Stream.of(
                request -> request.sourceFile(Path.of("/other.mov")),
                request -> request.compressorSettingFile(Path.of("/other.setting")),
                request -> request.destinationDirectory(Path.of("/elsewhere")),
                request -> request.destinationFile(Path.of("/out")),
                request -> request.cluster(Cluster.named("FCS Cluster")),
                request -> request.cluster(Cluster.address("user@10.0.0.1:5100")),
                request -> request.priority(Priority.HIGH),
                request -> request.batchName("Promo"),
                BatchRequest.Builder::exactName,
                request -> request.job(JobRequest.of(Path.of("/second.mov"))),
                request -> request.label("reel", "7"),
                request -> request.requestId("r-1"),
                request -> request.existingOutput(ExistingOutput.REPLACE),
                request -> request.publication(Publication.ATOMIC),
                request -> request.options(options(ten, Optional.empty(), Optional.empty(), Optional.empty())),
                request -> request.options(options(Optional.empty(), ten, Optional.empty(), Optional.empty())),
                request -> request.options(
                        options(Optional.empty(), Optional.empty(), Optional.of(Path.of("/c.txt")), Optional.empty())),
                request -> request.options(options(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(ImageSequenceInput.FRAMES.frameRate(new BigDecimal("25"))))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aRequestThatDiffersInAnythingHasAnotherFingerprint(UnaryOperator<BatchRequest.Builder> change) {
        assertThat(of(change.apply(request()))).isNotEqualTo(of(request()));
    }

    @Test
    void theSameRequestHasTheSameFingerprint() {
        assertThat(of(request().label("a", "1").label("b", "2")))
                .isEqualTo(of(request().label("b", "2").label("a", "1")))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void labelsThatReadAlikeAreNotTheSame() {
        assertThat(of(request().label("a", "1, b=2")))
                .isNotEqualTo(of(request().label("a", "1").label("b", "2")));
        assertThat(of(request().label("a", "bc")))
                .isNotEqualTo(of(request().label("ab", "c")))
                .isNotEqualTo(of(request().label("a", "bd")))
                .isNotEqualTo(of(request().label("b", "bc")));
    }

    @Test
    void aRelativePathMeansWhatItLeadsTo() {
        assertThat(of(request().sourceFile(Path.of("clip.mov"))))
                .isEqualTo(of(request().sourceFile(Path.of("/here/clip.mov"))));
    }

    /** Journals of earlier programs contain it: if it must change, change its version too. */
    @Test
    void itIsTheSameInEveryVersionOfTheProgram() {
        JobOptions everything = new JobOptions(
                Optional.of(Timecode.parse("00:00:01;00")),
                Optional.of(Timecode.parse("00:00:02;00")),
                Optional.of(Timecode.parse("01:00:00;00")),
                Optional.of(Path.of("chapters.txt")),
                Optional.of(Path.of("annotations.txt")),
                Optional.of(Path.of("captions.scc")),
                Optional.of(ImageSequenceInput.FRAMES
                        .frameRate(new BigDecimal("29.97"))
                        .audio(Path.of("sound.wav"))));
        BatchRequest.Builder request = request()
                .cluster(Cluster.named("FCS Cluster"))
                .priority(Priority.HIGH)
                .batchName("Promo")
                .exactName()
                .options(everything)
                .job(JobRequest.builder(Path.of("second.mov"))
                        .destinationFile(Path.of("second out.mov"))
                        .build())
                .label("reel", "7")
                .requestId("r-1")
                .existingOutput(ExistingOutput.REPLACE)
                .publication(Publication.ATOMIC);

        assertThat(of(request)).isEqualTo("6ca8302c7715634713d66f26935fba96e5edb0177040ebd5f81b505ffaaee001");
    }

    @Test
    void aComponentThatIsAddedToARequestMustBeAddedToIt() {
        assertThat(components(BatchRequest.class))
                .containsExactly(
                        "cluster",
                        "priority",
                        "batchName",
                        "exactName",
                        "jobs",
                        "labels",
                        "requestId",
                        "existingOutput",
                        "publication",
                        "retryOf");
        assertThat(components(JobRequest.class)).containsExactly("source", "setting", "destination", "options");
        assertThat(components(JobOptions.class))
                .containsExactly("in", "out", "startOffset", "chapters", "annotations", "captions", "imageSequence");
        assertThat(components(ImageSequenceInput.class)).containsExactly("frameRate", "audio");
    }

    private static Stream<String> components(Class<?> type) {
        return Stream.of(type.getRecordComponents()).map(RecordComponent::getName);
    }
}
