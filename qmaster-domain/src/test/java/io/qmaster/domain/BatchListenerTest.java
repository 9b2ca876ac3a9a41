package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchListenerTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", "FCS Cluster");
    private static final BatchStatus STATUS = BatchStatus.of(BATCH, StatusText.ofQmaster("Processing"), Instant.EPOCH);
    private static final BatchEvent.Head HEAD =
            new BatchEvent.Head(Optional.empty(), Optional.of(BATCH), 1, Instant.EPOCH, Map.of());

    private final List<String> told = new ArrayList<>();
    private final BatchListener listener = new BatchListener() {
        @Override
        public void statusUnread(BatchEvent.StatusUnread event) {
            told.add("status unread");
        }

        @Override
        public void journalUnwritten(BatchEvent.JournalUnwritten event) {
            told.add("journal unwritten");
        }

        @Override
        public void changed(BatchEvent.Changed event) {
            told.add("changed");
        }

        @Override
        public void unknownStatus(BatchEvent.UnknownStatus event) {
            told.add("unknown status");
        }

        @Override
        public void held(BatchEvent.Held event) {
            told.add("held");
        }

        @Override
        public void stalled(BatchEvent.Stalled event) {
            told.add("stalled");
        }

        @Override
        public void lost(BatchEvent.Lost event) {
            told.add("lost");
        }

        @Override
        public void found(BatchEvent.Found event) {
            told.add("found");
        }

        @Override
        public void engineReset(BatchEvent.EngineReset event) {
            told.add("engine reset");
        }

        @Override
        public void ended(BatchEvent.Ended event) {
            told.add("ended");
        }
    };

    @Test
    void everyEventIsToldByTheMethodThatBearsItsName() {
        List.of(
                        new BatchEvent.StatusUnread(HEAD, "no answer"),
                        new BatchEvent.JournalUnwritten(HEAD, "disk full"),
                        new BatchEvent.Changed(HEAD, STATUS),
                        new BatchEvent.UnknownStatus(HEAD, STATUS),
                        new BatchEvent.Held(HEAD, STATUS),
                        new BatchEvent.Stalled(HEAD, STATUS, Duration.ofHours(1)),
                        new BatchEvent.Lost(HEAD, Duration.ofSeconds(90)),
                        new BatchEvent.Found(HEAD, STATUS),
                        new BatchEvent.EngineReset(HEAD, 2),
                        new BatchEvent.Ended(
                                HEAD, new BatchResult(STATUS, List.of(), false, Optional.empty(), Duration.ZERO)))
                .forEach(listener::on);

        assertThat(told)
                .containsExactly(
                        "status unread",
                        "journal unwritten",
                        "changed",
                        "unknown status",
                        "held",
                        "stalled",
                        "lost",
                        "found",
                        "engine reset",
                        "ended");
    }
}
