package io.qmaster.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal is read as little as possible. */
class KnownSubmissionsTest {
    @TempDir
    private Path folder;

    private final AtomicInteger endedRead = new AtomicInteger();

    @Test
    void anEndedSubmissionIsReadAgainOnlyAfterFiveMinutes() throws InterruptedException {
        try (WatchedFarm farm = new WatchedFarm(folder)) {
            for (int batch = 0; batch < 5; batch++) {
                farm.submit("reel " + batch);
            }
            farm.simulator.clock().advance(Duration.ofHours(2));
            KnownSubmissions known = new KnownSubmissions(counting(farm.journal), farm.simulator.clock());

            known.read();
            int first = endedRead.getAndSet(0);
            known.read();
            int second = endedRead.getAndSet(0);
            farm.simulator.clock().advance(Duration.ofMinutes(5));
            known.read();

            assertThat(first).isEqualTo(5);
            // The newest one shows that no other has ended since.
            assertThat(second).isEqualTo(1);
            assertThat(endedRead).hasValue(5);
            assertThat(known.all()).hasSize(5).noneMatch(SubmissionRecord::isOpen);
        }
    }

    @Test
    void whatEndedMoreThanADayAgoIsNotShown() throws InterruptedException {
        try (WatchedFarm farm = new WatchedFarm(folder)) {
            farm.submit("yesterday");
            farm.simulator.clock().advance(Duration.ofHours(1));
            KnownSubmissions known = new KnownSubmissions(farm.journal, farm.simulator.clock());
            known.read();
            assertThat(known.all()).hasSize(1);

            farm.simulator.clock().advance(Duration.ofDays(1));
            known.read();

            assertThat(known.all()).isEmpty();
        }
    }

    /** The same journal, which counts the ended submissions that are read. */
    @SuppressWarnings("unchecked")
    private SubmissionJournal counting(SubmissionJournal journal) {
        return (SubmissionJournal) Proxy.newProxyInstance(
                SubmissionJournal.class.getClassLoader(),
                new Class<?>[] {SubmissionJournal.class},
                (proxy, method, arguments) -> {
                    Object answer = method.invoke(journal, arguments);
                    return method.getName().equals("ended") && answer != null
                            ? ((Stream<JournalEntry>) answer).peek(entry -> endedRead.incrementAndGet())
                            : answer;
                });
    }
}
