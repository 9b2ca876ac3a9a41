package io.qmaster.cli.webhook;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Discards the body of an answer: a long, slow or broken body does not change the result. */
final class Unread implements BodySubscriber<Boolean> {
    private static final long ENOUGH = 1 << 16;

    private final CompletableFuture<Boolean> over;
    private Flow.@Nullable Subscription subscription;
    private long bytes;

    Unread(Duration patience) {
        over = new CompletableFuture<Boolean>().completeOnTimeout(false, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public CompletionStage<Boolean> getBody() {
        return over.thenApply(this::leftAlone);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        synchronized (this) {
            subscription = given;
        }
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        bytes += part.stream().mapToLong(ByteBuffer::remaining).sum();
        if (bytes > ENOUGH) {
            over.complete(false);
        }
    }

    @Override
    public void onError(Throwable broken) {
        over.complete(false);
    }

    @Override
    public void onComplete() {
        over.complete(true);
    }

    private synchronized boolean leftAlone(boolean whole) {
        if (!whole && subscription != null) {
            subscription.cancel();
        }
        return whole;
    }
}
