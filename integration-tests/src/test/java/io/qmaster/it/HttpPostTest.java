package io.qmaster.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToIgnoreCase;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.qmaster.cli.webhook.Answer;
import io.qmaster.cli.webhook.HttpPost;
import io.qmaster.cli.webhook.Notice;
import io.qmaster.cli.webhook.Webhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests to a webhook, and the meaning of its answers. */
class HttpPostTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
    private static final Notice NOTICE = new Notice("ended", "q1.ended", "{\"reel\":\"Ölfaß 映画\"}");
    private static final Duration LONG = Duration.ofMinutes(2);

    @RegisterExtension
    private final WireMockExtension other = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort())
            .build();

    @Test
    void theEventIsPostedAsJsonWithItsNameAndAKey() throws Exception {
        other.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(204)));

        assertThat(sentTo("/hook?token=a%2Fb", LONG)).isEqualTo(new Answer.Taken("HTTP 204"));

        other.verify(
                1,
                postRequestedFor(urlEqualTo("/hook?token=a%2Fb"))
                        .withHeader("Content-Type", equalToIgnoreCase("application/json; charset=utf-8"))
                        .withHeader("User-Agent", equalTo("qmaster/1.2"))
                        .withHeader("X-Qmaster-Event", equalTo("ended"))
                        .withHeader("Idempotency-Key", equalTo("q1.ended"))
                        .withHeader("Authorization", absent())
                        .withHeader("webhook-signature", absent())
                        .withHeader("Upgrade", absent())
                        .withRequestBody(equalTo(NOTICE.body())));
    }

    @Test
    void userAndPasswordOfTheAddressAreSentAsSuch() throws Exception {
        other.stubFor(
                post("/hook").withBasicAuth("jo", "p@ss").willReturn(aResponse().withStatus(200)));

        Webhook webhook = Webhook.of("http://jo:p%40ss@localhost:" + other.getPort() + "/hook");

        assertThat(new HttpPost(() -> NOW, "1.2", LONG)
                        .send(webhook, NOTICE, Map.of())
                        .toCompletableFuture()
                        .get())
                .isInstanceOf(Answer.Taken.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void someTroublePasses(int status) throws Exception {
        assertThat(answerTo(aResponse().withStatus(status)))
                .isEqualTo(new Answer.Later("HTTP " + status, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 422})
    void otherTroubleDoesNot(int status) throws Exception {
        assertThat(answerTo(aResponse().withStatus(status))).isEqualTo(new Answer.Never("HTTP " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectIsFollowed(int status) throws Exception {
        String elsewhere = "http://localhost:" + other.getPort() + "/elsewhere";

        Answer answer = answerTo(aResponse().withStatus(status).withHeader("Location", elsewhere));

        assertThat(answer).isInstanceOf(Answer.Never.class);
        assertThat(answer.words()).contains("HTTP " + status, "redirect").doesNotContain("elsewhere");
        other.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void howLongTheOtherSideWantsPeaceIsReadAsSecondsOrADate() throws Exception {
        assertThat(peaceAfter("120")).contains(Duration.ofMinutes(2));
        assertThat(peaceAfter("Mon, 23 Nov 2026 10:20:30 GMT")).contains(Duration.ofMinutes(5));
        assertThat(peaceAfter("Mon, 23 Nov 2026 10:00:00 GMT")).isEmpty();
        assertThat(peaceAfter("soon")).isEmpty();
        assertThat(peaceAfter("99999999999999999999")).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUpForNow() throws Exception {
        other.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200).withFixedDelay(60_000)));

        Answer answer = sentTo("/hook", Duration.ofMillis(200));

        assertThat(answer).isInstanceOf(Answer.Unreachable.class);
        assertThat(answer.words()).startsWith("no answer within");
    }

    @Test
    void aBodyThatDoesNotEndDelaysNothing() throws Exception {
        try (ServerSocket endless = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Socket> connection = CompletableFuture.supplyAsync(() -> headWithoutItsBody(endless));

            assertThat(sentTo(endless.getLocalPort())).isEqualTo(new Answer.Taken("HTTP 200"));

            connection.get().close();
        }
    }

    private static Socket headWithoutItsBody(ServerSocket server) {
        try {
            Socket connection = server.accept();
            connection.getInputStream().read();
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun".getBytes(StandardCharsets.US_ASCII));
            return connection;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aBrokenAnswerPassesOrCountsByItsHead(Fault fault) throws Exception {
        Answer answer = answerTo(aResponse().withFault(fault));

        assertThat(answer)
                .isInstanceOf(fault == Fault.MALFORMED_RESPONSE_CHUNK ? Answer.Taken.class : Answer.Unreachable.class);
        assertThat(answer.words()).doesNotContain("s3cret");
    }

    @Test
    void aPortWithoutAListenerIsReportedAsSuch() throws Exception {
        int nobody;
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = port.getLocalPort();
        }

        assertThat(sentTo(nobody)).isEqualTo(new Answer.Unreachable("Connection refused"));
    }

    private static Answer sentTo(int port) throws InterruptedException, ExecutionException {
        return new HttpPost(() -> NOW, "1.2", LONG)
                .send(Webhook.of("http://127.0.0.1:" + port + "/s3cret"), NOTICE, Map.of())
                .toCompletableFuture()
                .get();
    }

    private Optional<Duration> peaceAfter(String header) throws Exception {
        return ((Answer.Later) answerTo(aResponse().withStatus(429).withHeader("Retry-After", header))).after();
    }

    private Answer answerTo(ResponseDefinitionBuilder response) throws Exception {
        other.stubFor(post(anyUrl()).willReturn(response));
        return sentTo("/s3cret", LONG);
    }

    private Answer sentTo(String path, Duration timeout) throws InterruptedException, ExecutionException {
        return new HttpPost(() -> NOW, "1.2", timeout)
                .send(Webhook.of("http://localhost:" + other.getPort() + path), NOTICE, Map.of())
                .toCompletableFuture()
                .get();
    }
}
