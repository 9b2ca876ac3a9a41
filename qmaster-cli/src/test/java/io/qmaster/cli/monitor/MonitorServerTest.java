package io.qmaster.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchState;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.simulator.scenario.Scenario;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the monitor answers to a browser. */
@Timeout(60)
class MonitorServerTest {
    private static final String[] CHANGE = {"X-Qmaster-Monitor", "1"};

    @TempDir
    private Path folder;

    private WatchedFarm farm;
    private MonitorServer server;

    @BeforeEach
    void begin() {
        farm = new WatchedFarm(folder);
        server = farm.serve();
    }

    @AfterEach
    void close() {
        farm.close();
    }

    @Test
    void thePageMayLoadNothingFromElsewhereAndMayNotBeFramed() throws Exception {
        HttpResponse<String> page = farm.get(server, "/?show=running");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.body()).doesNotContain("http://", "https://", "style=", "onclick");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/monitor.js", "/rows.js", "/details.js", "/words.js", "/monitor.css", "/icon.svg"})
    void everyFileOfThePageIsServed(String path) throws Exception {
        HttpResponse<String> file = farm.get(server, path);

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).isNotEmpty().doesNotContain("https://");
    }

    @Test
    void thePageItselfHasNoOtherScriptsThanThoseThatAreServed() throws Exception {
        String page = farm.get(server, "/").body();

        assertThat(page.split("<script", -1)).hasSize(2);
        assertThat(page).contains("<script type=\"module\" src=\"monitor.js\"></script>");
    }

    @Test
    void aStreamHasEverythingAndThenWhatChanged() throws Exception {
        farm.submit("reel");
        farm.live.refresh();
        try (Stream stream = new Stream()) {
            JsonNode first = stream.next("batches");
            farm.pass(Duration.ofMinutes(2));
            JsonNode second = stream.next("batches");

            assertThat(first.get("batches").get(0).get("state").asString()).isEqualTo("WAITING");
            assertThat(second.get("batches").get(0).get("state").asString()).isEqualTo("PROCESSING");
            assertThat(farm.refreshesAskedFor).hasValue(1);
        }
    }

    @Test
    void aStreamSaysThatItIsThereWhenNothingChanges() throws Exception {
        farm.live.refresh();
        try (Stream stream = new Stream()) {
            stream.next("batches");

            assertThat(stream.next("beat").get("at").asString()).isEqualTo("2026-01-01T00:00:00Z");
        }
    }

    @Test
    void onlySoManyPagesCanBeOpen() throws Exception {
        List<Stream> open = new ArrayList<>();
        try {
            for (int page = 0; page < EventStreams.MOST; page++) {
                open.add(new Stream());
            }

            HttpResponse<String> refused = farm.get(server, "/events");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("TOO_MANY_PAGES");
            assertThat(server.pages()).isEqualTo(EventStreams.MOST);
        } finally {
            for (Stream stream : open) {
                stream.close();
            }
        }
    }

    /** More than the server takes connections. */
    @Test
    void pagesThatWereClosedAreNotCountedAsConnections() throws Exception {
        farm.submit("reel");
        for (int round = 0; round < 6; round++) {
            for (int page = 0; page < 50; page++) {
                try (Stream stream = new Stream()) {
                    stream.next("batches");
                }
            }
            // A closed page is noticed when something is sent to it.
            while (server.pages() > 0) {
                farm.pass(Duration.ofMillis(100));
            }
        }

        assertThat(farm.get(server, "/api/about").statusCode()).isEqualTo(200);
    }

    @Test
    void theDetailsAreWhatShowPrints() throws Exception {
        QmasterBatch batch = farm.submit("reel");
        farm.pass(Duration.ofMinutes(1));

        JsonNode details = JsonMapper.shared()
                .readTree(farm.get(server, "/api/batches/" + farm.onlyKey()).body());

        assertThat(details.get("batchId").asString()).isEqualTo(batch.id().value());
        assertThat(details.get("jobs")).hasSize(1);
        assertThat(details.get("targets").get(0).get("plannedPath").asString()).endsWith("out 1.mov");
        assertThat(details.get("attempts").get(0).get("attempt").intValue()).isEqualTo(1);
        assertThat(details.get("story")).isNotEmpty();
    }

    @Test
    void aBatchIsCancelled() throws Exception {
        QmasterBatch batch = farm.submit("reel");
        farm.pass(Duration.ofMinutes(1));

        HttpResponse<String> answer = act("cancel");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(stateAfterASecond(batch)).isEqualTo(BatchState.CANCELLED);
        assertThat(farm.refreshesAskedFor).hasValue(1);
    }

    @Test
    void aBatchIsPausedAndResumed() throws Exception {
        QmasterBatch batch = farm.submit("reel");
        farm.pass(Duration.ofMinutes(1));

        act("pause");
        assertThat(stateAfterASecond(batch)).isEqualTo(BatchState.HOLD);
        act("resume");
        assertThat(stateAfterASecond(batch)).isEqualTo(BatchState.PROCESSING);
    }

    @Test
    void aFailedBatchIsSubmittedAgain() throws Exception {
        failOneBatch();

        HttpResponse<String> answer = act("retry");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        farm.pass(Duration.ofHours(1));
        String retry =
                JsonMapper.shared().readTree(answer.body()).get("submissionId").asString();
        assertThat(farm.live.find(retry).orElseThrow().record().state()).contains(BatchState.SUCCESSFUL);
    }

    @Test
    void aFailedBatchThatNoProcessWatchedIsSettledAndSubmittedAgain() throws Exception {
        failing();
        farm.submitAndLeave("failing");
        farm.pass(Duration.ofHours(1));

        HttpResponse<String> answer = act("retry");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(farm.journal.entries().get(0).isOpen()).isFalse();
        assertThat(farm.journal.entries()).hasSize(2);
    }

    @Test
    void whatCannotBeSubmittedAgainIsAnsweredAsTheProgramReportsIt() throws Exception {
        failOneBatch();
        Files.writeString(folder.resolve("out 1.mov"), "of another program");

        HttpResponse<String> answer = act("retry");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
        assertThat(JsonMapper.shared()
                        .readTree(answer.body())
                        .get("error")
                        .get("code")
                        .asString())
                .isEqualTo("DESTINATION_EXISTS");
    }

    private void failOneBatch() throws InterruptedException {
        failing();
        farm.submit("failing");
        farm.pass(Duration.ofHours(1));
    }

    private void failing() {
        farm.close();
        farm = new WatchedFarm(
                folder,
                Scenario.parse("{\"faults\": [{\"fault\": \"job-fails\", \"reason\": \"full\","
                        + " \"when\": {\"atMost\": 1}}]}"));
        server = farm.serve();
    }

    @Test
    void anActionThatTheStateDoesNotAllowIsRefused() throws Exception {
        farm.submit("reel");
        farm.pass(Duration.ofMinutes(1));

        assertThat(act("resume").statusCode()).isEqualTo(409);
        assertThat(act("retry").body()).contains("NOT_POSSIBLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none", "/api/batches/none", "/metrics", "/monitor.html", "/..%2f..%2fetc/passwd"})
    void whatIsNotThereIsNotFound(String path) throws Exception {
        assertThat(farm.get(server, path).statusCode()).isEqualTo(404);
    }

    @Test
    void aBatchThatAnotherProcessHasJustSubmittedIsFound() throws Exception {
        farm.pass(Duration.ofMinutes(1));
        farm.forRequest = farm.live::refresh;
        MonitorServer current = farm.serve();
        farm.submitAndLeave("first");
        String first = newest();
        HttpResponse<String> details = farm.get(current, "/api/batches/" + first);
        farm.submitAndLeave("second");
        HttpResponse<String> cancelled =
                farm.post(current, "/api/batches/" + newest() + "/cancel", "", "X-Qmaster-Monitor", "1");

        assertThat(details.statusCode()).isEqualTo(200);
        assertThat(details.body()).contains(first);
        assertThat(cancelled.statusCode()).isEqualTo(202);
    }

    private String newest() {
        List<JournalEntry> open = farm.journal.open();
        return open.get(open.size() - 1).submissionId().value();
    }

    @Test
    void metricsAreThereIfTheyAreGiven() throws Exception {
        MonitorServer measured = farm.serve("127.0.0.1:0", Optional.empty(), Optional.of(() -> "qmaster_batches 3\n"));

        HttpResponse<String> metrics = farm.get(measured, "/metrics");

        assertThat(metrics.body()).isEqualTo("qmaster_batches 3\n");
        assertThat(metrics.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
    }

    private HttpResponse<String> act(String action) throws IOException, InterruptedException {
        return farm.post(server, "/api/batches/" + farm.onlyKey() + "/" + action, "", CHANGE);
    }

    private BatchState stateAfterASecond(QmasterBatch batch) throws InterruptedException {
        farm.pass(Duration.ofSeconds(1));
        return farm.qmaster.find(batch.reference()).orElseThrow().state();
    }

    /** A stream of events, as a page reads it. */
    private final class Stream implements AutoCloseable {
        private final InputStream body;
        private final BufferedReader lines;

        Stream() throws IOException, InterruptedException {
            HttpRequest request = farm.request(server, "/events").GET().build();
            HttpResponse<InputStream> response = farm.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
            body = response.body();
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        /** The data of the next event of a kind. */
        JsonNode next(String event) throws IOException {
            boolean isWanted = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                isWanted |= line.equals("event: " + event);
                if (isWanted && line.startsWith("data: ")) {
                    return JsonMapper.shared().readTree(line.substring("data: ".length()));
                }
            }
            throw new AssertionError("the stream has ended");
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
