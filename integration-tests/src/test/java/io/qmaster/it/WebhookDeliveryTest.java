package io.qmaster.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.qmaster.cli.webhook.HttpPost;
import io.qmaster.cli.webhook.Notifications;
import io.qmaster.cli.webhook.NotifyEvent;
import io.qmaster.cli.webhook.Outbox;
import io.qmaster.cli.webhook.Receiver;
import io.qmaster.cli.webhook.Signing;
import io.qmaster.cli.webhook.SigningSecrets;
import io.qmaster.cli.webhook.Webhook;
import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.standard.MemoryJournal;
import io.qmaster.domain.standard.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the delivery to webhooks, on virtual time and over HTTP; signatures are computed here once again. */
class WebhookDeliveryTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final byte[] KEY = "a key of thirty-two bytes, as it".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER_KEY = "another key, which has 31 bytes".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 64;

    @RegisterExtension
    private final WireMockExtension hook =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    @RegisterExtension
    private final WireMockExtension other =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    @TempDir
    private Path folder;

    private final VirtualClock clock = new VirtualClock();
    private final List<Duration> moments = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();
    private Optional<SigningSecrets> secrets = Optional.empty();
    private Notifications notifications;
    private int batches;

    @BeforeEach
    void begin() {
        HttpPost http = new HttpPost(clock::now, "1.2", TIMEOUT);
        notifications = new Notifications(
                Outbox.in(folder, "user", clock),
                (webhook, notice, signature) -> {
                    moments.add(Duration.ofNanos(clock.elapsedNanos()));
                    urls.add(webhook.toString());
                    // On the thread that advances the virtual time, which stands still meanwhile.
                    return CompletableFuture.completedFuture(http.send(webhook, notice, signature)
                            .toCompletableFuture()
                            .join());
                },
                new Signing(() -> secrets, clock),
                MemoryJournal::new,
                clock);
    }

    @AfterEach
    void end() {
        notifications.close();
    }

    /** A batch is lost, of which this webhook is notified. */
    private void loses(WireMockExtension... servers) {
        SubmissionId submission = SubmissionId.random();
        notifications.subscribe(
                submission,
                Stream.of(servers)
                        .map(server -> new Receiver(
                                Webhook.of(server.baseUrl() + "/hook"), NotifyEvent.DEFAULT, secrets.isPresent()))
                        .toList());
        notifications.on(new BatchEvent.Lost(
                new BatchEvent.Head(
                        Optional.of(submission),
                        Optional.of(BatchReference.of("B-" + ++batches, "This Computer")),
                        1,
                        clock.now(),
                        Map.of("reel", "Ölfaß 12")),
                Duration.ofMinutes(2)));
        // The first attempt is an alarm that is due now.
        clock.advance(Duration.ZERO);
    }

    /** What the webhook answers, in this order; the last answer stays. */
    private void answers(ResponseDefinitionBuilder... responses) {
        for (int i = 0; i < responses.length; i++) {
            hook.stubFor(post(anyUrl())
                    .inScenario("answers")
                    .whenScenarioStateIs(state(i))
                    .willReturn(responses[i])
                    .willSetStateTo(state(Math.min(i + 1, responses.length - 1))));
        }
        hook.resetScenarios();
    }

    private static String state(int answer) {
        return answer == 0 ? Scenario.STARTED : "answer " + answer;
    }

    private static ResponseDefinitionBuilder status(int status) {
        return aResponse().withStatus(status);
    }

    private List<LoggedRequest> heard() {
        return hook.findAll(postRequestedFor(anyUrl()));
    }

    /** The whole seconds between one attempt and the next. */
    private List<Long> pauses() {
        return IntStream.range(1, moments.size())
                .mapToObj(i -> moments.get(i).minus(moments.get(i - 1)).toSeconds())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void anAnswerThatMayPassIsFollowedByAnotherAttemptASecondLater(int status) {
        answers(status(status), status(204));

        loses(hook);
        clock.advance(Duration.ofHours(1));

        assertThat(pauses()).containsExactly(1L);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "RANDOM_DATA_THEN_CLOSE"})
    void aConnectionThatBreaksIsFollowedByAnotherAttempt(Fault fault) {
        answers(aResponse().withFault(fault), status(204));

        loses(hook);
        clock.advance(Duration.ofHours(1));

        assertThat(pauses()).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 422, 301, 302, 307, 308})
    void anyOtherAnswerIsFinalAndARedirectIsNotFollowed(int status) {
        answers(status(status).withHeader("Location", other.baseUrl() + "/elsewhere"));

        loses(hook);
        clock.advance(Duration.ofDays(2));

        assertThat(heard()).hasSize(1);
        assertThat(other.getAllServeEvents()).isEmpty();
    }

    @Test
    void pausesDoubleFromASecondToTenMinutes() {
        answers(status(503));

        loses(hook);
        clock.advance(Duration.ofHours(1));

        assertThat(pauses()).startsWith(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 600L, 600L);
    }

    @Test
    void theReceiverChoosesThePauseInSecondsOrAsADateButAnHourAtMost() {
        String inFiftyMinutes = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.now().plus(Duration.ofMinutes(50)).atZone(ZoneOffset.UTC));
        answers(
                status(429).withHeader("Retry-After", "1200"),
                status(503).withHeader("Retry-After", inFiftyMinutes),
                status(503).withHeader("Retry-After", "86400"),
                status(503).withHeader("Retry-After", "0"),
                status(204));

        loses(hook);
        clock.advance(Duration.ofDays(1));

        assertThat(pauses()).containsExactly(1200L, 1800L, 3600L, 1L);
    }

    @Test
    void whileAHostPausesOneNoticeIsTriedAndTheOthersWait() {
        answers(status(503), status(503), status(204));

        for (int batch = 0; batch < 20; batch++) {
            loses(hook);
        }
        assertThat(heard()).hasSize(1);
        clock.advance(Duration.ofSeconds(2));
        assertThat(heard()).hasSize(2);
        clock.advance(Duration.ofSeconds(2));

        // Each once, and the first two that failed a second time.
        assertThat(heard()).hasSize(22);
        assertThat(heard().stream().map(LoggedRequest::getBodyAsString).distinct())
                .hasSize(20);
    }

    @Test
    void aHostThatFailsDelaysNoOther() {
        answers(status(503));
        other.stubFor(post(anyUrl()).willReturn(status(204)));

        loses(hook, other);

        assertThat(other.getAllServeEvents()).hasSize(1);
    }

    @Test
    void aNoticeIsGivenUpAfterADayAndTenAttempts() {
        answers(status(500));

        loses(hook);
        clock.advance(Duration.ofDays(3));

        assertThat(moments.get(moments.size() - 1)).isBetween(Duration.ofHours(24), Duration.ofHours(25));
        assertThat(moments).hasSizeGreaterThan(10);
    }

    @Test
    void aNoticeThatIsSentAgainHasTheSameBodyAndKeyAndASignatureOfItsTime() throws Exception {
        secrets = Optional.of(SigningSecrets.parse(secret(KEY)));
        answers(status(500), status(500), status(204));

        loses(hook);
        clock.advance(Duration.ofMinutes(1));

        assertThat(heard()).hasSize(3);
        assertThat(each("Idempotency-Key")).containsOnly(each("Idempotency-Key").get(0));
        assertThat(each("webhook-id"))
                .containsOnly(each("Idempotency-Key").get(0).replace('.', '-'));
        assertThat(heard().stream().map(LoggedRequest::getBodyAsString).distinct())
                .singleElement()
                .satisfies(body -> assertThat(body).contains("Ölfaß 12"));
        assertThat(each("webhook-timestamp")).doesNotHaveDuplicates();
        for (LoggedRequest request : heard()) {
            assertThat(request.getHeader("webhook-signature")).isEqualTo(signature(KEY, request));
        }
    }

    @Test
    void twoSecretsLetTheReceiverVerifyWithEither() throws Exception {
        secrets = Optional.of(SigningSecrets.parse(secret(KEY) + " " + secret(OTHER_KEY)));
        answers(status(204));

        loses(hook);

        LoggedRequest request = heard().get(0);
        assertThat(request.getHeader("webhook-signature"))
                .isEqualTo(signature(KEY, request) + " " + signature(OTHER_KEY, request));
        assertThat(request.getHeader("webhook-timestamp"))
                .isEqualTo(Long.toString(clock.now().getEpochSecond()));
    }

    @Test
    void anotherSecretOrAnotherBodyGivesAnotherSignature() throws Exception {
        secrets = Optional.of(SigningSecrets.parse(secret(KEY)));
        answers(status(204));

        loses(hook);
        loses(hook);

        assertThat(each("webhook-signature")).doesNotHaveDuplicates();
        assertThat(heard().get(0).getHeader("webhook-signature")).isNotEqualTo(signature(OTHER_KEY, heard().get(0)));
    }

    private List<String> each(String header) {
        return heard().stream().map(request -> request.getHeader(header)).collect(Collectors.toList());
    }

    private static String secret(byte[] key) {
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    /** What a receiver computes: HMAC by RFC 2104 over the raw bytes of what came. */
    private static String signature(byte[] key, LoggedRequest request) throws NoSuchAlgorithmException {
        byte[] head = (request.getHeader("webhook-id") + "." + request.getHeader("webhook-timestamp") + ".")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] inner = hash(padded(key, 0x36), head, request.getBody());
        return "v1," + Base64.getEncoder().encodeToString(hash(padded(key, 0x5c), inner));
    }

    private static byte[] padded(byte[] key, int pad) {
        byte[] block = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            block[i] = (byte) ((i < key.length ? key[i] : 0) ^ pad);
        }
        return block;
    }

    private static byte[] hash(byte[]... parts) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
