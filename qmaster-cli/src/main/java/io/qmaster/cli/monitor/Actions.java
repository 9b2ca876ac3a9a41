package io.qmaster.cli.monitor;

import com.sun.net.httpserver.HttpExchange;
import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.SubmissionId;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a user asks for on the page: a few actions at a time, since each can take as long as the engine. Thread-safe. */
final class Actions {
    /** The most at a time. */
    private static final int MOST = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);

    private final Farm farm;
    private final Runnable refresh;
    private final Semaphore places = new Semaphore(MOST);

    /**
     * Actions on the batches of a farm.
     *
     * @param refresh is run after every action, so that the page shows what it led to
     */
    Actions(Farm farm, Runnable refresh) {
        this.farm = farm;
        this.refresh = refresh;
    }

    /** An action that was asked for, and the batch; for {@link Action#RETRY} the new one. */
    private record Asked(String action, Optional<BatchId> batchId, Optional<SubmissionId> submissionId) {}

    /** Carries out an action and answers the request. */
    void carryOut(HttpExchange exchange, Action action, Row row) throws IOException, InterruptedException {
        if (!row.actions().contains(action)) {
            Reply.refuse(
                    exchange,
                    Reply.CONFLICT,
                    "NOT_POSSIBLE",
                    "the batch cannot be " + past(action) + " in its state",
                    "wait until the page shows its state");
            return;
        }
        if (!places.tryAcquire()) {
            Reply.refuse(
                    exchange, Reply.BUSY, "BUSY", "other actions are being carried out", "try it again in a moment");
            return;
        }
        try {
            LOG.info(
                    "{} of the batch {} is asked for on the page from {}",
                    action.word(),
                    row.key(),
                    exchange.getRemoteAddress().getAddress().getHostAddress());
            Asked asked = asked(action, row);
            refresh.run();
            Reply.json(exchange, Reply.ACCEPTED, asked);
        } finally {
            places.release();
        }
    }

    private Asked asked(Action action, Row row) throws InterruptedException {
        if (action == Action.RETRY) {
            QmasterBatch batch =
                    farm.retry(row.record().submission().orElseThrow().id());
            return new Asked(action.word(), Optional.of(batch.id()), batch.submissionId());
        }
        BatchReference batch = row.record().batch().orElseThrow();
        farm.control(batch, action.control().orElseThrow());
        return new Asked(
                action.word(),
                Optional.of(batch.id()),
                row.record().submission().map(known -> known.id()));
    }

    private static String past(Action action) {
        return switch (action) {
            case CANCEL -> "cancelled";
            case PAUSE -> "paused";
            case RESUME -> "resumed";
            case RETRY -> "retried";
        };
    }
}
