package io.qmaster.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchState;
import io.qmaster.domain.QmasterBatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that do not come from the page change nothing, and read nothing. */
@Timeout(60)
class GateTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    private WatchedFarm farm;
    private QmasterBatch batch;

    @BeforeEach
    void begin() throws InterruptedException {
        farm = new WatchedFarm(folder);
        batch = farm.submit("reel");
        farm.pass(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        farm.close();
    }

    @Test
    void aChangeWithoutTheHeaderOfThePageIsRefused() throws Exception {
        HttpResponse<String> answer = farm.post(farm.serve(), cancel(), "");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("HEADER_MISSING");
        assertNothingIsChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.example", "http://127.0.0.1", "http://127.0.0.1:1", "null", "file://"})
    void aForeignOriginIsRefused(String origin) throws Exception {
        MonitorServer server = farm.serve();

        assertThat(farm.post(server, cancel(), "", "X-Qmaster-Monitor", "1", "Origin", origin)
                        .body())
                .contains("FOREIGN_ORIGIN");
        assertThat(farm.get(server, "/api/batches/" + farm.onlyKey(), "Origin", origin)
                        .statusCode())
                .isEqualTo(403);
        assertThat(farm.get(server, "/", "Origin", origin).statusCode()).isEqualTo(403);
        assertNothingIsChanged();
    }

    @Test
    void aPageOfAnotherSiteCannotAskWhetherItMaySendTheHeader() throws Exception {
        HttpRequest.Builder preflight = farm.request(
                        farm.serve(),
                        cancel(),
                        "Origin",
                        "https://elsewhere.example",
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "x-qmaster-monitor")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody());

        HttpResponse<String> answer = farm.send(preflight);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @ParameterizedTest
    @CsvSource({"/events, 403", "/api/about, 403", "/monitor.js, 403", "/, 200"})
    void aPageOfAnotherSiteMayLinkToThePageButLoadNothing(String path, int status) throws Exception {
        assertThat(farm.get(farm.serve(), path, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(status);
    }

    @Test
    void theOriginOfThePageItselfIsAllowed() throws Exception {
        MonitorServer server = farm.serve();
        String origin = server.url().replaceAll("/$", "");

        assertThat(farm.post(server, cancel(), "", "X-Qmaster-Monitor", "1", "Origin", origin)
                        .statusCode())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "elsewhere.example",
                "elsewhere.example:8383",
                "127.0.0.1.elsewhere.example",
                "localhost.elsewhere.example",
                "",
                "127.0.0.1:8383\r\nHost: localhost"
            })
    void aNameThatWasMadeToLeadHereIsRefused(String host) throws Exception {
        MonitorServer server = farm.serve();

        assertThat(raw(
                        server,
                        "POST " + cancel() + " HTTP/1.1\r\nHost: " + host
                                + "\r\nX-Qmaster-Monitor: 1\r\nContent-Length: 0\r\n"))
                .matches("(?s)HTTP/1.1 40[03] .*");
        assertThat(raw(server, "GET / HTTP/1.1\r\nHost: " + host + "\r\n")).matches("(?s)HTTP/1.1 40[03] .*");
        assertNothingIsChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:9000", "127.0.0.1:9000", "[::1]:8383"})
    void thisComputerIsAllowedAlsoThroughATunnelWithAnotherPort(String host) throws Exception {
        assertThat(raw(farm.serve(), "GET /api/about HTTP/1.1\r\nHost: " + host + "\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aRequestWithoutAHostIsRefused() throws Exception {
        assertThat(raw(farm.serve(), "GET /api/about HTTP/1.0\r\n")).startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000", "Content-Length: 99999999999", "Transfer-Encoding: chunked"})
    void aLargeBodyIsNotRead(String header) throws Exception {
        assertThat(raw(
                        farm.serve(),
                        "POST " + cancel() + " HTTP/1.1\r\nHost: localhost\r\nX-Qmaster-Monitor: 1\r\n" + header
                                + "\r\n"))
                .matches("(?s)HTTP/1.1 4(00|13) .*");
        assertNothingIsChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
    void otherMethodsAreRefused(String method) throws Exception {
        HttpRequest.Builder request = farm.request(farm.serve(), cancel(), "X-Qmaster-Monitor", "1")
                .method(method, HttpRequest.BodyPublishers.noBody());

        assertThat(farm.send(request).statusCode()).isEqualTo(405);
        assertNothingIsChanged();
    }

    @Test
    void readingChangesNothing() throws Exception {
        assertThat(farm.get(farm.serve(), cancel()).statusCode()).isEqualTo(404);
        assertNothingIsChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/events", "/api/about", "/api/batches/x", "/metrics"})
    void withoutTheTokenNothingIsRead(String path) throws Exception {
        HttpResponse<String> answer = farm.get(withToken(), path);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("TOKEN_MISSING").doesNotContain("reel");
    }

    @Test
    void withoutTheTokenNothingIsChanged() throws Exception {
        MonitorServer server = withToken();

        assertThat(farm.post(server, cancel(), "", "X-Qmaster-Monitor", "1").statusCode())
                .isEqualTo(401);
        assertThat(farm.post(
                                server,
                                cancel(),
                                "",
                                "X-Qmaster-Monitor",
                                "1",
                                "Authorization",
                                "Bearer " + TOKEN.replace('f', 'e'),
                                "Cookie",
                                cookieName(server) + "=" + TOKEN)
                        .statusCode())
                .isEqualTo(401);
        assertNothingIsChanged();
    }

    @Test
    void aBrowserThatGaveTheTokenIsLetInAlsoAfterTheMonitorWasRestarted() throws Exception {
        MonitorServer server = withToken();
        HttpResponse<String> login = farm.post(server, "/login", TOKEN + "\n", "X-Qmaster-Monitor", "1");
        String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
        int port = URI.create(server.url()).getPort();
        server.close();
        MonitorServer again = farm.serve("127.0.0.1:" + port, Optional.of(new AccessToken(TOKEN)));

        HttpResponse<String> about = farm.get(again, "/api/about", "Cookie", "a=b; " + cookie.split(";", 2)[0]);

        assertThat(login.statusCode()).isEqualTo(204);
        assertThat(cookie).contains("; HttpOnly; SameSite=Strict").doesNotContain(TOKEN);
        assertThat(about.statusCode()).isEqualTo(200);
    }

    @Test
    void aScriptGivesTheTokenWithEveryRequest() throws Exception {
        assertThat(farm.get(withToken(), "/api/about", "Authorization", "Bearer " + TOKEN)
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "0123456789abcdef0123456789abcdee", "0123456789abcdef0123456789abcdef0"})
    void aWrongTokenGivesNoCookie(String wrong) throws Exception {
        HttpResponse<String> login = farm.post(withToken(), "/login", wrong, "X-Qmaster-Monitor", "1");

        assertThat(login.statusCode()).isEqualTo(401);
        assertThat(login.headers().firstValue("Set-Cookie")).isEmpty();
    }

    private MonitorServer withToken() {
        return farm.serve("127.0.0.1:0", Optional.of(new AccessToken(TOKEN)));
    }

    private static String cookieName(MonitorServer server) {
        return "qmaster-monitor-" + URI.create(server.url()).getPort();
    }

    private String cancel() {
        return "/api/batches/" + farm.onlyKey() + "/cancel";
    }

    private void assertNothingIsChanged() throws InterruptedException {
        farm.pass(Duration.ofSeconds(1));
        assertThat(farm.qmaster.find(batch.reference()).orElseThrow().state()).isEqualTo(BatchState.PROCESSING);
    }

    /** Sends what the client of the JDK would not send. */
    private static String raw(MonitorServer server, String request) throws IOException {
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort())) {
            socket.getOutputStream()
                    .write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
