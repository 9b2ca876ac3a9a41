package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.Subscription;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The listeners of one batch, each with a queue of its own. A queue is bounded: for a listener that is too slow, progress is
 * dropped, and that is logged. Thread-safe.
 */
final class Listeners {
    /** How many events wait for a slow listener before progress is dropped. */
    static final int LONGEST = 100;

    private final BatchLog log;
    private final List<Listener> all = new ArrayList<>();

    Listeners(BatchLog log) {
        this.log = log;
    }

    /** Adds a listener that is called on an executor; the alarm removes it. */
    Subscription add(Consumer<BatchEvent> consumer, Executor threads) {
        Listener listener = new Listener(consumer, threads);
        synchronized (all) {
            all.add(listener);
        }
        return () -> {
            synchronized (all) {
                all.remove(listener);
            }
        };
    }

    void tell(BatchEvent event) {
        List<Listener> now;
        synchronized (all) {
            now = List.copyOf(all);
        }
        now.forEach(listener -> listener.tell(event));
    }

    private final class Listener {
        private final Consumer<BatchEvent> consumer;
        private final SerialQueue turns;
        private final Deque<BatchEvent> waiting = new ArrayDeque<>(2);
        private long dropped;

        Listener(Consumer<BatchEvent> consumer, Executor threads) {
            this.consumer = consumer;
            this.turns = new SerialQueue(threads);
        }

        void tell(BatchEvent event) {
            boolean inPlaceOfAnother;
            boolean first;
            synchronized (waiting) {
                waiting.addLast(event);
                inPlaceOfAnother = waiting.size() > LONGEST && dropOne();
                first = inPlaceOfAnother && dropped++ == 0;
            }
            if (first) {
                log.warn("a listener is too slow: events of progress are dropped until it has caught up");
            }
            if (!inPlaceOfAnother) {
                turns.post(this::next);
            }
        }

        /** Progress goes first; that a batch is there and how it ended is always told. */
        private boolean dropOne() {
            return drop(BatchEvent.Changed.class::isInstance)
                    || drop(event -> !(event instanceof BatchEvent.Submitted) && !(event instanceof BatchEvent.Ended));
        }

        private boolean drop(Predicate<BatchEvent> droppable) {
            for (Iterator<BatchEvent> events = waiting.iterator(); events.hasNext(); ) {
                if (droppable.test(events.next())) {
                    events.remove();
                    return true;
                }
            }
            return false;
        }

        private void next() {
            BatchEvent event;
            long missed = 0;
            synchronized (waiting) {
                event = waiting.poll();
                if (waiting.isEmpty()) {
                    missed = dropped;
                    dropped = 0;
                }
            }
            if (missed > 0) {
                log.warn(missed + " events were dropped, since a listener was too slow");
            }
            if (event != null) {
                call(event);
            }
        }

        private void call(BatchEvent event) {
            synchronized (all) {
                if (!all.contains(this)) {
                    return;
                }
            }
            try {
                consumer.accept(event);
            } catch (RuntimeException thrown) {
                log.warn("a listener failed at the event \"" + name(event) + "\": " + Reason.of(thrown));
            }
        }

        private static String name(BatchEvent event) {
            return event.getClass()
                    .getSimpleName()
                    .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                    .toLowerCase(Locale.ROOT);
        }
    }
}
