package io.qmaster.domain.internal;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Timekeeper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Who is told of the events of one batch, each in a queue of its own. Safe for threads. */
final class Listeners {
    private final Timekeeper time;
    private final BatchLog log;
    private final List<Told> all = new ArrayList<>();

    Listeners(Timekeeper time, BatchLog log) {
        this.time = time;
        this.log = log;
    }

    Alarm add(Consumer<BatchEvent> consumer) {
        Told told = new Told(consumer, new SerialQueue(time));
        synchronized (all) {
            all.add(told);
        }
        return () -> {
            synchronized (all) {
                all.remove(told);
            }
        };
    }

    void tell(BatchEvent event) {
        List<Told> now;
        synchronized (all) {
            now = List.copyOf(all);
        }
        now.forEach(told -> told.queue().post(() -> tell(told, event)));
    }

    private void tell(Told told, BatchEvent event) {
        synchronized (all) {
            if (!all.contains(told)) {
                return;
            }
        }
        try {
            told.consumer().accept(event);
        } catch (RuntimeException thrown) {
            log.warn("a listener threw " + thrown + " at " + event.getClass().getSimpleName());
        }
    }

    private record Told(Consumer<BatchEvent> consumer, SerialQueue queue) {}
}
