package io.qmaster.cli.webhook;

import io.qmaster.cli.output.Durations;
import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a notice as an HTTP POST, with the client of the JDK. Does not follow redirects: the content and the address may be
 * secret. Thread-safe.
 */
public final class HttpPost implements Post {
    /** The default timeout of a request, connecting included: 8 seconds. */
    public static final Duration TIMEOUT = Duration.ofSeconds(8);

    /** The body of an answer does not matter. */
    private static final Duration LONGEST_BODY = Duration.ofSeconds(1);

    private static final Duration LONGEST_CONNECTING = Duration.ofSeconds(5);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final Supplier<Instant> now;
    private final String userAgent;
    private final Duration timeout;
    private final Duration connectTimeout;
    private @Nullable HttpClient client;

    /**
     * Opens nothing yet.
     *
     * @param now the time, to tell how far away a date is
     * @param version that of the program, which it says of itself
     */
    public HttpPost(Supplier<Instant> now, String version) {
        this(now, version, TIMEOUT);
    }

    /**
     * The same with another patience.
     *
     * @param timeout how long to wait for an answer, the connection included; connecting itself may take 5 seconds of it
     */
    public HttpPost(Supplier<Instant> now, String version, Duration timeout) {
        this.now = now;
        this.userAgent = "qmaster/" + version.replaceAll("[^A-Za-z0-9._+-]", "");
        this.timeout = timeout;
        this.connectTimeout = timeout.compareTo(LONGEST_CONNECTING) < 0 ? timeout : LONGEST_CONNECTING;
    }

    /** Created on demand: that takes a good part of a second, and most calls send nothing. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    // The first POST would offer an upgrade to HTTP/2 without TLS, which some servers reject.
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(connectTimeout)
                    .build();
        }
        return client;
    }

    @Override
    public CompletionStage<Answer> send(Webhook webhook, Notice notice, Map<String, String> signature) {
        HttpRequest.Builder request = HttpRequest.newBuilder(webhook.target())
                .timeout(timeout)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", userAgent)
                .header("X-Qmaster-Event", notice.event())
                .header("Idempotency-Key", notice.key())
                .POST(HttpRequest.BodyPublishers.ofString(notice.body(), StandardCharsets.UTF_8));
        signature.forEach(request::header);
        webhook.authorization().ifPresent(credentials -> request.header("Authorization", credentials));
        // Java 25 fails for a truncated body even if it is not read; the head has been received by then.
        AtomicReference<HttpResponse.@Nullable ResponseInfo> heard = new AtomicReference<>();
        return client().sendAsync(request.build(), head -> {
                    heard.set(head);
                    return new Unread(LONGEST_BODY);
                })
                .handle((response, failure) -> {
                    HttpResponse.ResponseInfo head = heard.get();
                    return head == null ? failed(webhook, failure) : answer(head);
                });
    }

    private Answer answer(HttpResponse.ResponseInfo head) {
        int status = head.statusCode();
        String words = "HTTP " + status;
        if (status >= OK && status < REDIRECT) {
            return new Answer.Taken(words);
        }
        if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_EARLY || status == TOO_MANY_REQUESTS) {
            return new Answer.Later(
                    words, head.headers().firstValue("Retry-After").flatMap(this::retryAfter));
        }
        return new Answer.Never(
                status >= REDIRECT && status < CLIENT_ERROR
                        ? words + ", a redirect, which is not followed: name the address that it leads to"
                        : words);
    }

    /** Seconds or a date, by RFC 9110, 10.2.3; anything else is ignored. */
    private Optional<Duration> retryAfter(String value) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now.get(), date)).filter(wait -> !wait.isNegative());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private Answer failed(Webhook webhook, Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return new Answer.Unreachable(webhook.maskIn(words(failure)));
    }

    private String words(Throwable failure) {
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection within " + Durations.words(connectTimeout);
        }
        if (failure instanceof HttpTimeoutException) {
            return "no answer within " + Durations.words(timeout);
        }
        if (failure instanceof UnknownHostException || failure.getCause() instanceof UnresolvedAddressException) {
            return "no such host";
        }
        if (failure instanceof ConnectException) {
            return Optional.ofNullable(failure.getMessage()).orElse("Connection refused");
        }
        String message = Reason.of(failure);
        if (failure instanceof SSLException) {
            return "TLS failed: " + message;
        }
        return failure instanceof IOException ? "the connection broke: " + message : message;
    }
}
