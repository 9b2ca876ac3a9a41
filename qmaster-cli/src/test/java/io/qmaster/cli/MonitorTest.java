package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.Signals.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The command that serves the page. What the page is sent is tested beside its server. */
@Timeout(60)
class MonitorTest extends TenMinuteJobs {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void itPrintsItsUrlServesThePageAndEndsWithASignal(Signal signal, int code) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CompletableFuture<String> page = new CompletableFuture<>();
        simulator.clock().schedule(Duration.ofMinutes(1), () -> {
            String line = out.toString(StandardCharsets.UTF_8);
            page.complete(get(JsonMapper.shared().readTree(line).get("url").asString()));
            bench.signal(signal);
        });

        Bench.Run run = bench.run(out, "monitor", "--listen", "127.0.0.1:0", "--json");

        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(page.get()).contains("<title>Batch Monitor</title>");
    }

    @Test
    void itServesMetricsOfWhatItShows() throws Exception {
        bench.submit();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CompletableFuture<String> metrics = new CompletableFuture<>();
        simulator.clock().schedule(Duration.ofMinutes(2), () -> {
            metrics.complete(get(out.toString(StandardCharsets.UTF_8).strip() + "metrics"));
            bench.signal(Signal.TERM);
        });

        bench.run(out, "monitor", "--listen", "127.0.0.1:0");

        assertThat(metrics.get())
                .contains("qmaster_batches{state=\"processing\"} 1.0", "# TYPE qmaster_submissions_total counter")
                .containsPattern("qmaster_last_successful_poll_timestamp_seconds [0-9.E]+");
    }

    @Test
    void itLeavesEveryBatchRunning() {
        String id = bench.submit().out().strip();
        simulator.clock().schedule(Duration.ofMinutes(2), () -> bench.signal(Signal.TERM));

        Bench.Run run = bench.run("monitor", "--listen", "localhost:0");

        assertThat(run.code()).as(run.err()).isEqualTo(143);
        assertThat(bench.run("status", id, "--json").json().get(0).get("state").asString())
                .isEqualTo("PROCESSING");
    }

    @Test
    void aPortThatIsTakenIsReportedWithWhatToDo() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + other.getLocalPort();

            Bench.Run run = bench.run("monitor", "--listen", address, "--json");

            assertThat(run.code()).isEqualTo(2);
            assertThat(run.error().get("code").asString()).isEqualTo("ADDRESS_NOT_FREE");
            assertThat(run.error().get("hint").asString()).contains("open http://" + address + "/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:0", "[::]:0"})
    void anAddressThatOthersCanReachNeedsAToken(String address) {
        Bench.Run run = bench.run("monitor", "--listen", address);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("needs a token").contains("--token-file");
    }

    @Test
    void withATokenItListensOnEveryAddressAndNeverPrintsTheToken() throws IOException {
        simulator.clock().schedule(Duration.ofMinutes(1), () -> bench.signal(Signal.TERM));

        Bench.Run run = bench.run(
                "monitor",
                "--listen",
                "0.0.0.0:0",
                "--token-file",
                token("rw-------").toString(),
                "--debug");

        assertThat(run.code()).as(run.err()).isEqualTo(143);
        assertThat(run.out()).matches("http://[^/]+:[0-9]+/\n");
        assertThat(run.out() + run.err()).doesNotContain(TOKEN);
    }

    @Test
    void aTokenThatOthersCanReadIsRefusedAlsoForThisComputer() throws IOException {
        Bench.Run run = bench.run(
                "monitor",
                "--listen",
                "127.0.0.1:0",
                "--token-file",
                token("rw-r--r--").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("can be used by other users")
                .contains("chmod 600")
                .doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8383", "127.0.0.1", "127.0.0.1:65536", "::1:8383", "a b:1", "http://127.0.0.1:8383"})
    void anAddressWithoutAPortIsWrong(String address) {
        Bench.Run run = bench.run("monitor", "--listen", address);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--listen must be ADDRESS:PORT");
    }

    @Test
    void anAddressOfAnotherComputerCannotBeListenedOn() throws IOException {
        Bench.Run run = bench.run(
                "monitor",
                "--listen",
                "192.0.2.1:8383",
                "--token-file",
                token("rw-------").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("cannot listen on 192.0.2.1:8383");
    }

    private Path token(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static String get(String url) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
    }
}
