package io.qmaster.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchRequest;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a page is sent: everything at first, then only what changed. */
class LiveBatchesTest {
    private static final Duration NO_TIME = Duration.ZERO;

    @TempDir
    private Path folder;

    private WatchedFarm farm;

    @AfterEach
    void close() {
        farm.close();
    }

    @Test
    void theFirstMessageHasEveryBatchAndTheNextOnlyWhatChanged() throws InterruptedException {
        farm = new WatchedFarm(folder);
        farm.submit("runs");
        farm.qmaster.pause(farm.submit("is paused").reference());
        farm.pass(Duration.ofSeconds(30));
        Changes changes = farm.changes();

        JsonNode first = data(changes.next(NO_TIME));
        farm.pass(Duration.ofMinutes(1));
        JsonNode second = data(changes.next(NO_TIME));

        assertThat(first.get("whole").booleanValue()).isTrue();
        assertThat(names(first)).containsExactly("is paused", "runs");
        assertThat(second.get("whole").booleanValue()).isFalse();
        assertThat(names(second)).containsExactly("runs");
        assertThat(second.get("gone")).isEmpty();
    }

    @Test
    void aMessageWithoutAChangeOnlySaysWhenTheEngineWasRead() throws InterruptedException {
        farm = new WatchedFarm(folder);
        farm.live.refresh();
        Changes changes = farm.changes();
        changes.next(NO_TIME);

        farm.live.refresh();
        String message = changes.next(NO_TIME);

        assertThat(message).startsWith("event: beat\n");
        assertThat(data(message).get("readAt").asString()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void aRowHasWhatListPrintsAndItsSectionAndActions() throws InterruptedException {
        farm = new WatchedFarm(folder);
        farm.submit(BatchRequest.builder().batchName("reel").label("reel", "12"));
        farm.pass(Duration.ofMinutes(1));

        JsonNode row = data(farm.changes().next(NO_TIME)).get("batches").get(0);

        assertThat(row.get("plainName").asString()).isEqualTo("reel");
        assertThat(row.get("state").asString()).isEqualTo("PROCESSING");
        assertThat(row.get("section").asString()).isEqualTo("RUNNING");
        assertThat(row.get("labels").get("reel").asString()).isEqualTo("12");
        assertThat(row.get("jobStates").get("PROCESSING").intValue()).isEqualTo(1);
        assertThat(row.get("targets").isNull()).isTrue();
        assertThat(row.get("actions").toString()).isEqualTo("[\"cancel\",\"pause\"]");
    }

    @Test
    void aFailedBatchNeedsAttentionAndCanBeRetried() throws InterruptedException {
        farm = new WatchedFarm(
                folder, Scenario.parse("{\"faults\": [{\"fault\": \"job-fails\", \"reason\": \"the disk is full\"}]}"));
        farm.submit("failing");
        farm.pass(Duration.ofHours(1));

        JsonNode row = data(farm.changes().next(NO_TIME)).get("batches").get(0);

        assertThat(row.get("section").asString()).isEqualTo("ATTENTION");
        assertThat(row.get("message").asString()).contains("the disk is full");
        assertThat(row.get("actions").toString()).isEqualTo("[\"retry\"]");
    }

    @Test
    void aBatchThatTheEngineNoLongerListsKeepsItsStatusAndIsLostAfterNinetySeconds() throws InterruptedException {
        farm = new WatchedFarm(
                folder,
                Scenario.parse("{\"faults\": [{\"fault\": \"batch-vanishes\", \"after\": \"1s\"}],"
                        + " \"durations\": {\"job\": \"10m\"}}"));
        farm.submit("vanishing");
        farm.live.refresh();
        Changes changes = farm.changes();
        changes.next(NO_TIME);

        farm.pass(Duration.ofSeconds(10));
        farm.pass(Duration.ofSeconds(60));
        JsonNode before = data(farm.changes().next(NO_TIME)).get("batches").get(0);
        farm.pass(Duration.ofSeconds(31));
        JsonNode after = data(changes.next(NO_TIME)).get("batches").get(0);

        assertThat(before.get("lost").booleanValue()).isFalse();
        assertThat(before.get("section").asString()).isEqualTo("WAITING");
        assertThat(after.get("lost").booleanValue()).isTrue();
        assertThat(after.get("section").asString()).isEqualTo("ATTENTION");
    }

    private static JsonNode data(String message) {
        assertThat(message).endsWith("\n\n");
        return message.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> JsonMapper.shared().readTree(line.substring("data: ".length())))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(JsonNode message) {
        return message.get("batches")
                .valueStream()
                .map(row -> row.get("plainName").asString())
                .toList();
    }
}
