package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.MediaFacts;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.MemoryJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A probe checks every output, which must match setting and source. */
class VerifyingTest {
    private static final String SETTING = "<setting name=\"Plain\"><encoder name=\"QT\">"
            + "<file-extension>mov</file-extension><video-encode isEnabled=\"yes\"><automatic %s/>"
            + "<codec-type>%s</codec-type></video-encode></encoder></setting>";
    private static final String OF_SOURCE = "width=\"-100\" height=\"-100\"";
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final Map<Path, MediaFacts> movies = new HashMap<>();
    private final MemoryJournal journal = new MemoryJournal();
    private final Qmaster qmaster = Qmaster.builder(backend)
            .journal(journal)
            .probe((movie, deadline) ->
                    Optional.ofNullable(movies.get(movie)).orElseThrow(() -> new IOException("moov atom not found")))
            .build();

    VerifyingTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    @BeforeEach
    void theSourceLastsTenSecondsInFullHd() {
        movies.put(bench.source("clip.mov"), movie("prores", "apcn", 1920, 1080, 10));
    }

    private static MediaFacts movie(String codec, String fourCc, int width, int height, double seconds) {
        return new MediaFacts(
                Optional.of(new MediaFacts.Video(codec, Optional.of(fourCc), width, height)),
                Optional.of(Duration.ofMillis(Math.round(seconds * 1000))));
    }

    /** The engine makes this and reports success. */
    private BatchResult encoded(String codec, String size, MediaFacts made) throws InterruptedException {
        return encoded(codec, size, made, JobOptions.NONE);
    }

    private BatchResult encoded(String codec, String size, MediaFacts made, JobOptions options)
            throws InterruptedException {
        movies.put(bench.output("clip.mov"), made);
        backend.attempt((order, deadline) -> {
            bench.encoded("clip.mov");
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");
        return qmaster.submitAndWait(bench.request()
                .compressorSettingFile(bench.setting("verified.compressorsetting", SETTING.formatted(size, codec)))
                .options(options)
                .build());
    }

    private BatchFailedException failed(String codec, String size, MediaFacts made) {
        return catchThrowableOfType(BatchFailedException.class, () -> encoded(codec, size, made));
    }

    @ParameterizedTest
    @CsvSource({
        "avc1, h264, avc1",
        "avc1, h264, avc3",
        "hvc1, hevc, hev1",
        "apcn, prores, apcn",
        "apcn, prores, xxxx",
        "XAVC, h264, avc1"
    })
    void aCodecThatTheSettingWantsIsGood(String wanted, String codec, String fourCc) throws Exception {
        assertThat(encoded(wanted, OF_SOURCE, movie(codec, fourCc, 1920, 1080, 10))
                        .verified())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"avc1, prores, apcn", "apcn, prores, apch", "hvc1, h264, avc1"})
    void anotherCodecFailsTheBatch(String wanted, String codec, String fourCc) {
        BatchFailedException failure = failed(wanted, OF_SOURCE, movie(codec, fourCc, 1920, 1080, 10));

        assertThat(failure.code()).isEqualTo("OUTPUT_MISMATCH");
        assertThat(failure)
                .hasMessageContaining(
                        "its video is " + codec + " (" + fourCc + "), but the setting requires " + wanted);
    }

    @Test
    void anOutputWithoutVideoFailsTheBatchIfTheSettingWantsSome() {
        MediaFacts sound = new MediaFacts(Optional.empty(), Optional.of(Duration.ofSeconds(10)));

        assertThat(failed("avc1", OF_SOURCE, sound)).hasMessageContaining("has no video");
    }

    @ParameterizedTest
    @CsvSource({
        "'width=\"-100\" height=\"-100\"', 1920, 1080",
        "'width=\"-50\" height=\"-50\"', 960, 540",
        "'width=\"-1280\" height=\"720\"', 1280, 720",
        "'width=\"-1280\" height=\"720\"', 960, 720",
        "'width=\"-100\" height=\"-100\"', 1924, 1076",
        "'width=\"-4096\" height=\"2160\"', 1924, 1084",
        "'width=\"640\" height=\"480\"', 640, 480"
    })
    void aFrameSizeThatObeysTheRuleIsGood(String rule, int width, int height) throws Exception {
        assertThat(encoded("avc1", rule, movie("h264", "avc1", width, height, 10))
                        .verified())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'width=\"-100\" height=\"-100\"', 1280, 720",
        "'width=\"-50\" height=\"-50\"', 1920, 1080",
        "'width=\"-1280\" height=\"720\"', 1920, 1080",
        "'width=\"-4096\" height=\"2160\"', 3840, 2160",
        "'width=\"-4096\" height=\"2160\"', 1925, 1080",
        "'width=\"-4096\" height=\"2160\"', 1920, 1085",
        "'width=\"-100\" height=\"-100\"', 1925, 1080",
        "'width=\"640\" height=\"480\"', 640, 360"
    })
    void anotherFrameSizeFailsTheBatch(String rule, int width, int height) {
        assertThat(failed("avc1", rule, movie("h264", "avc1", width, height, 10)))
                .hasMessageContaining("its frames are " + width + "×" + height)
                .hasMessageContaining("(source 1920×1080)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {9, 9.5, 10, 11})
    void aSecondMoreOrLessThanTheSourceIsGood(double seconds) throws Exception {
        assertThat(encoded("avc1", OF_SOURCE, movie("h264", "avc1", 1920, 1080, seconds))
                        .verified())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"4, 4.00 s", "12, 12.00 s"})
    void anotherDurationThanThatOfTheSourceFailsTheBatch(double seconds, String words) {
        assertThat(failed("avc1", OF_SOURCE, movie("h264", "avc1", 1920, 1080, seconds)))
                .hasMessageContaining("it lasts " + words + ", and its source 10.00 s");
    }

    @Test
    void aPartOfASourceMayBeShorter() throws Exception {
        JobOptions part = new JobOptions(
                Optional.of(Timecode.parse("00:00:02;00")),
                Optional.of(Timecode.parse("00:00:04;00")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(encoded("avc1", OF_SOURCE, movie("h264", "avc1", 1920, 1080, 2), part)
                        .verified())
                .isTrue();
    }

    @Test
    void whatIsNoMovieFailsTheBatch() {
        backend.attempt((order, deadline) -> {
            bench.encoded("other.mov");
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");

        BatchFailedException failure = catchThrowableOfType(
                BatchFailedException.class,
                () -> qmaster.submitAndWait(bench.request()
                        .destinationFile(bench.output("other.mov"))
                        .build()));

        assertThat(failure.code()).isEqualTo("OUTPUT_MISMATCH");
        assertThat(failure).hasMessageContaining("moov atom not found");
    }

    @Test
    void aMovieThatCannotBeReadYetIsReadAgainWithinTheGrace() throws Exception {
        int[] asked = {0};
        Qmaster patient = Qmaster.builder(backend)
                .probe((movie, deadline) -> {
                    if (movie.equals(bench.output("clip.mov")) && ++asked[0] == 1) {
                        throw new IOException("moov atom not found");
                    }
                    return movie("h264", "avc1", 1920, 1080, 10);
                })
                .build();
        backend.attempt((order, deadline) -> {
            bench.encoded("clip.mov");
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");

        assertThat(patient.submitAndWait(bench.request().build()).verified()).isTrue();
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void anInterruptWhileAnOutputIsLookedIntoIsLeftToWhomItMeansAndTheLookIsTakenAgain() throws Exception {
        backend.queues("B-1")
                .batch(BATCH)
                .shows(Duration.ZERO, "Processing")
                .shows(Duration.ofSeconds(1), "Successful");
        List<Path> lookedAt = new ArrayList<>();
        Qmaster interrupted = Qmaster.builder(backend)
                .probe((movie, deadline) -> {
                    lookedAt.add(movie);
                    if (lookedAt.size() == 1) {
                        throw new InterruptedException("while the probe ran");
                    }
                    return movie("h264", "avc1", 1920, 1080, 10);
                })
                .build();
        QmasterBatch batch = interrupted.submit(bench.request().build());
        bench.encoded("clip.mov");

        assertThatThrownBy(() -> batch.await()).isInstanceOf(InterruptedException.class);

        assertThat(lookedAt).hasSize(1);
        assertThat(batch.await().verified()).isTrue();
    }

    @Test
    void aSourceThatOnlyTheEngineCanReadMeasuresNothing() throws Exception {
        movies.clear();

        BatchResult result = encoded("avc1", OF_SOURCE, movie("h264", "avc1", 64, 36, 1));

        assertThat(result.verified()).isTrue();
        assertThat(journal.entries().get(0).story())
                .extracting(LogEntry::message)
                .anyMatch(words -> words.contains("are not compared with its source: moov atom not found"));
    }
}
