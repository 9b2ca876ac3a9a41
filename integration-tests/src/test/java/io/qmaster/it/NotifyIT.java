package io.qmaster.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The notices that a webhook receives from the built program, even if either of them fails. */
@Execution(ExecutionMode.CONCURRENT)
class NotifyIT {
    private static final int TRIES = 60;

    @TempDir
    private Path folder;

    private QmasterProgram qmaster;
    private WireMockServer hook = new WireMockServer(options().dynamicPort());

    @BeforeEach
    void begin() {
        qmaster = QmasterProgram.simulating(folder, "1s").inThisProcess();
        hook.start();
    }

    @AfterEach
    void end() {
        hook.stop();
    }

    @Test
    void theEndIsDeliveredOnceAndAsItIsPrinted() throws Exception {
        answers(aResponse().withStatus(204));

        QmasterProgram.Result result = qmaster.submit("--wait", "--json", "--label", "rolle=Ölfaß", "--notify", url());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(qmaster.run("agent", "--once").code()).isZero();
        assertThat(heard()).singleElement().satisfies(request -> {
            List<String> lines = result.out().lines().toList();
            assertThat(new String(request.getBody(), StandardCharsets.UTF_8))
                    .isEqualTo(lines.get(lines.size() - 1))
                    .contains("\"rolle\":\"Ölfaß\"");
            assertThat(request.getHeader("Idempotency-Key"))
                    .isEqualTo(result.events().get(0).get("submissionId").asString() + ".ended");
            assertThat(request.getHeader("User-Agent")).matches("qmaster/[0-9].*");
        });
    }

    @Test
    void aServerThatFailsTwiceHearsItTheThirdTime() throws Exception {
        fails(Scenario.STARTED, "once");
        fails("once", "twice");
        hook.stubFor(post(urlPathEqualTo("/hook"))
                .inScenario("trouble")
                .whenScenarioStateIs("twice")
                .willReturn(aResponse().withStatus(200)));

        QmasterProgram.Result result = qmaster.submit("--wait", "--notify", url());

        assertThat(result.code()).isZero();
        assertThat(result.err()).doesNotContain("warning");
        assertThat(heard()).hasSize(3);
        assertThat(heard().stream().map(LoggedRequest::getBodyAsString).distinct())
                .hasSize(1);
        assertThat(heard().stream()
                        .map(request -> request.getHeader("Idempotency-Key"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aServerThatIsDownHearsItFromTheAgentLater() throws Exception {
        int port = hook.port();
        String url = url();
        hook.stop();

        QmasterProgram.Result result = qmaster.submit("--wait", "--notify", url);

        assertThat(result.code()).isZero();
        assertThat(result.err())
                .contains("warning", "http://localhost:" + port + "/•••", "Connection refused", "qmaster agent");
        hook = new WireMockServer(options().port(port));
        hook.start();
        answers(aResponse().withStatus(200));
        assertThat(qmaster.run("agent", "--once").code()).isZero();
        assertThat(qmaster.run("agent", "--once").code()).isZero();
        assertThat(heard()).hasSize(1);
    }

    @Test
    void whatAKilledProgramCouldNotTellTheAgentTellsOnce() throws Exception {
        answers(aResponse().withStatus(200));
        // Long enough to be killed before the end, even on a busy machine.
        qmaster = QmasterProgram.simulating(folder, "10s");
        QmasterProgram.Running waiting = qmaster.start(qmaster.submission("--wait", "--json", "--notify", url()));
        waiting.process().destroyForcibly().waitFor();
        assertThat(heard()).isEmpty();

        for (int i = 0; i < TRIES && heard().isEmpty(); i++) {
            qmaster.run("agent", "--once");
        }

        qmaster.run("agent", "--once");
        assertThat(heard())
                .singleElement()
                .satisfies(request -> assertThat(request.getBodyAsString())
                        .contains("\"event\":\"ended\"", "\"state\":\"SUCCESSFUL\""));
    }

    @Test
    void twoProgramsAtOnceTellItOnce() throws Exception {
        String id = qmaster.submit("--notify", url()).out().strip();
        // Ends it without a record in the outbox.
        for (int i = 0; i < TRIES && !isOver(id); i++) {
            qmaster.run("recover");
        }
        answers(aResponse().withStatus(200).withFixedDelay(3_000));

        qmaster.inOwnProcesses();
        List<QmasterProgram.Launched> both = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            both.add(qmaster.launch("agent", "--once"));
        }
        for (QmasterProgram.Launched one : both) {
            assertThat(one.result().code()).isZero();
        }

        assertThat(heard()).hasSize(1);
    }

    @Test
    void whatIsRefusedIsToldOnceAndNotSentAgain() throws Exception {
        answers(aResponse().withStatus(404));

        QmasterProgram.Result result = qmaster.submit("--wait", "--notify", url());

        assertThat(result.code()).isZero();
        assertThat(result.err().lines().filter(line -> line.contains("HTTP 404")))
                .hasSize(1);
        assertThat(qmaster.run("agent", "--once").err()).doesNotContain("404");
        assertThat(heard()).hasSize(1);
    }

    @Test
    void noSecretOfAnAddressIsShownAnywhere() throws Exception {
        answers(aResponse().withStatus(500));
        String url = "http://jo:s3cret@localhost:" + hook.port() + "/hook/T0KEN?key=v4lue";
        Path log = folder.resolve("log.txt");

        QmasterProgram.Result result =
                qmaster.submit("--wait", "--json", "--debug", "--log-file", log.toString(), "--notify", url);
        String id = result.events().get(0).get("batchId").asString();
        List<QmasterProgram.Result> all = List.of(
                result,
                qmaster.run("show", id),
                qmaster.run("show", id, "--json"),
                qmaster.run("logs", id),
                qmaster.run("config"),
                qmaster.run("agent", "--once", "--debug"),
                qmaster.submit("--wait", "--notify", url.replace("http:", "gopher:"), "--debug"));

        assertThat(all).allSatisfy(one -> assertThat(one.out() + one.err()).doesNotContain("s3cret", "T0KEN", "v4lue"));
        assertThat(log).content().contains("localhost").doesNotContain("s3cret", "T0KEN", "v4lue");
        assertThat(Files.readString(JournalFileLines.file(qmaster.state())))
                .contains("localhost")
                .doesNotContain("s3cret", "T0KEN", "v4lue");
    }

    @Test
    void aLossIsToldBeforeTheProgramEnds() throws Exception {
        answers(aResponse().withStatus(200));
        Path vanishing =
                qmaster.file("vanishing.json", "{\"faults\": [{\"fault\": \"batch-vanishes\", \"after\": \"1s\"}]}");
        qmaster.with("QMASTER_SCENARIO", vanishing.toString());

        QmasterProgram.Result result =
                qmaster.submit("--wait", "--json", "--lost-after", "2s", "--poll", "1s", "--notify", url());

        assertThat(result.code()).isEqualTo(8);
        assertThat(heard())
                .singleElement()
                .satisfies(request -> assertThat(request.getBodyAsString())
                        .isEqualTo(result.out()
                                .lines()
                                .reduce((earlier, last) -> last)
                                .orElseThrow())
                        .contains("\"event\":\"lost\""));
    }

    @Test
    void aRepeatedRequestIsToldOnce() throws Exception {
        answers(aResponse().withStatus(200));
        String[] request = qmaster.submission("--wait", "--request-id", "order 4711", "--notify", url());
        qmaster.run(request);

        assertThat(qmaster.run(request).code()).isZero();

        qmaster.run("agent", "--once");
        assertThat(heard()).hasSize(1);
    }

    private boolean isOver(String id) throws Exception {
        return qmaster.run("show", id, "--json").out().contains("\"verified\":true");
    }

    private void answers(ResponseDefinitionBuilder response) {
        hook.stubFor(post(urlPathEqualTo("/hook")).willReturn(response));
        hook.stubFor(post(urlPathEqualTo("/hook/T0KEN")).willReturn(response));
    }

    private void fails(String from, String to) {
        hook.stubFor(post(urlPathEqualTo("/hook"))
                .inScenario("trouble")
                .whenScenarioStateIs(from)
                .willReturn(aResponse().withStatus(500))
                .willSetStateTo(to));
    }

    private List<LoggedRequest> heard() {
        return hook.findAll(postRequestedFor(urlPathEqualTo("/hook")));
    }

    private String url() {
        return "http://localhost:" + hook.port() + "/hook";
    }
}
