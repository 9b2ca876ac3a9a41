package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.Subscription;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Callbacks;
import io.qmaster.domain.internal.Listening;
import io.qmaster.domain.port.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The listeners of one batch, each with its own bounded queue. Progress events of a listener that is too slow are
 * dropped, which is logged. Thread-safe.
 */
final class Listeners {
    /** The number of queued events from which on progress events are dropped. */
    static final int LONGEST = 100;

    private final BatchLog log;
    private final Callbacks callbacks;
    private final List<Listening> own = new CopyOnWriteArrayList<>();
    private final Map<Listening, Listener> queues = new LinkedHashMap<>();

    /** Creates the listeners of one batch, including those of all batches. */
    Listeners(Callbacks callbacks, BatchLog log) {
        this.callbacks = callbacks;
        this.log = log;
    }

    Subscription add(Consumer<BatchEvent> consumer) {
        Listening listening = new Listening(consumer, callbacks.ofSingleBatches(), own::remove);
        own.add(listening);
        return listening;
    }

    void publish(BatchEvent event) {
        List<Listener> now = new ArrayList<>();
        synchronized (queues) {
            List<Listening> current = new ArrayList<>(callbacks.listeners());
            current.addAll(own);
            queues.keySet().retainAll(current);
            current.forEach(listening -> now.add(queues.computeIfAbsent(listening, Listener::new)));
        }
        now.forEach(listener -> listener.enqueue(event));
    }

    private final class Listener {
        private final Listening listening;
        private final SerialQueue turns;
        private final Deque<BatchEvent> waiting = new ArrayDeque<>(2);
        private long dropped;

        Listener(Listening listening) {
            this.listening = listening;
            this.turns = new SerialQueue(listening.executor());
        }

        void enqueue(BatchEvent event) {
            boolean replacesAnother;
            boolean first;
            synchronized (waiting) {
                waiting.addLast(event);
                replacesAnother = waiting.size() > LONGEST && dropOne();
                first = replacesAnother && dropped++ == 0;
            }
            if (first) {
                log.warn("a listener is too slow: progress events are dropped until it has caught up");
            }
            if (!replacesAnother) {
                turns.post(this::next);
            }
        }

        /** Drops a progress event, otherwise another one, but never one about the start or the end of a batch. */
        private boolean dropOne() {
            return drop(event -> event instanceof BatchEvent.Changed || event instanceof BatchEvent.StatusUnread)
                    || drop(event -> !(event instanceof BatchEvent.Submitted)
                            && !(event instanceof BatchEvent.Adopted)
                            && !(event instanceof BatchEvent.Ended));
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
                log.warn(missed + " events were dropped because a listener was too slow");
            }
            if (event != null) {
                call(event);
            }
        }

        private void call(BatchEvent event) {
            try {
                listening.deliver(event);
            } catch (RuntimeException thrown) {
                log.warn("a listener failed at the event \"" + name(event) + "\": " + Reason.withPath(thrown));
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
