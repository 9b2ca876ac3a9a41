package io.qmaster.cli.monitor;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.Json;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Ending;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One batch of the page. Immutable and thread-safe.
 *
 * @param key identifies it for as long as the page shows it
 * @param version the version of the page that has it in this form for the first time
 * @param record what is known of it
 * @param lost whether the engine has not listed it for long, although it has not ended
 * @param actions what can be done with it
 * @param json the document that is sent
 */
record Row(String key, long version, BatchRecord record, boolean lost, List<Action> actions, String json) {
    /**
     * An element of {@code qmaster list --json} without its lists of targets and jobs, which can be long, and with what the
     * page shows in their place. Its keys are those of the page.
     */
    record Document(
            String key,
            Section section,
            @JsonUnwrapped Documents.Batch batch,
            Optional<String> plainName,
            Optional<String> message,
            boolean lost,
            Map<BatchState, Integer> jobStates,
            Optional<Instant> endedAt,
            List<String> actions) {}

    /** The row of a batch that was not shown before, or has changed. */
    static Row of(BatchRecord record, boolean lost, boolean canControl, long version) {
        List<Action> actions = Action.possible(record, canControl);
        String key = keyOf(record);
        Document document = new Document(
                key,
                Section.of(record, lost),
                Documents.Batch.withoutLists(record),
                record.plainName(),
                record.complaint(),
                lost,
                jobStates(record),
                record.submission().flatMap(SubmissionRecord::ending).map(Ending::at),
                actions.stream().map(Action::word).toList());
        return new Row(key, version, record, lost, actions, Json.write(document));
    }

    /** Our own id; of a batch of another user, its id and cluster. */
    static String keyOf(BatchRecord record) {
        return record.submission()
                .map(SubmissionRecord::id)
                .map(SubmissionId::value)
                .or(() -> record.batch()
                        .map(batch -> batch.cluster().equals(Cluster.THIS_COMPUTER)
                                ? batch.id().value()
                                : batch.id() + "@" + batch.cluster().displayName()))
                .orElse("");
    }

    /** Whether a later record says the same, apart from the time of the query. */
    boolean says(BatchRecord later, boolean laterLost) {
        return lost == laterLost && timeless(record).equals(timeless(later));
    }

    private static BatchRecord timeless(BatchRecord record) {
        return new BatchRecord(record.status().map(Row::timeless), record.submission(), record.unread());
    }

    private static BatchStatus timeless(BatchStatus status) {
        return new BatchStatus(
                status.batch(),
                status.name(),
                status.text(),
                status.progress(),
                status.submittedBy(),
                status.submittedAtText(),
                status.jobs(),
                Instant.EPOCH);
    }

    private static Map<BatchState, Integer> jobStates(BatchRecord record) {
        Map<BatchState, Integer> states = new EnumMap<>(BatchState.class);
        record.status().map(BatchStatus::jobs).orElse(List.of()).stream()
                .map(JobStatus::state)
                .forEach(state -> states.merge(state, 1, Integer::sum));
        return states;
    }
}
