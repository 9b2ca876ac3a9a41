package io.qmaster.cli.monitor;

import io.qmaster.cli.output.Json;
import io.qmaster.cli.output.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What one page has been sent, and what it has to be sent next, as server-sent events. For one thread. */
final class Changes {
    private final LiveBatches live;
    private final Supplier<Instant> clock;
    private final Set<String> sent = new HashSet<>();
    private long version = -1;

    /** Nothing has been sent. */
    Changes(LiveBatches live, Supplier<Instant> clock) {
        this.live = live;
        this.clock = clock;
    }

    /** A change of the page in JSON, without its rows. */
    private record Head(
            Instant at, Optional<Instant> readAt, boolean whole, Optional<Unread> trouble, List<String> gone) {}

    /** Why the engine or the journal cannot be read, and since when. */
    private record Unread(Instant since, String message, Optional<String> hint) {
        static Unread of(Snapshot.Trouble trouble) {
            return new Unread(
                    trouble.since(),
                    Printable.oneLine(trouble.failure().message()),
                    Optional.of(Printable.oneLine(trouble.failure().hint())).filter(hint -> !hint.isEmpty()));
        }
    }

    /**
     * Waits for a change. The first message has everything.
     *
     * @param atMost after this time the message says only that the monitor is there, and when the engine was read
     */
    String next(Duration atMost) throws InterruptedException {
        Snapshot snapshot = version < 0 ? live.now() : live.after(version, atMost);
        if (snapshot.version() == version) {
            return "event: beat\ndata: " + Json.write(head(snapshot, false, List.of())) + "\n\n";
        }
        boolean isWhole = version < 0;
        List<String> gone =
                sent.stream().filter(key -> !snapshot.rows().containsKey(key)).toList();
        String rows = snapshot.rows().values().stream()
                .filter(row -> row.version() > version)
                .map(Row::json)
                .collect(Collectors.joining(",", "[", "]"));
        sent.clear();
        sent.addAll(snapshot.rows().keySet());
        version = snapshot.version();
        String head = Json.write(head(snapshot, isWhole, gone));
        return "event: batches\nid: " + version + "\nretry: 1000\ndata: " + head.substring(0, head.length() - 1)
                + ",\"batches\":" + rows + "}\n\n";
    }

    private Head head(Snapshot snapshot, boolean isWhole, List<String> gone) {
        return new Head(
                clock.get(), snapshot.readAt(), isWhole, snapshot.trouble().map(Unread::of), gone);
    }
}
