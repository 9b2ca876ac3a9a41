package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.it.JournalFileLines.Meant;
import io.qmaster.it.QmasterProgram.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reckoning detects batches that are lost, run twice or reported wrongly. */
class ReckoningTest {
    private static final String TAKEN = "{'event': 'submitted', 'batch': 'B1', 'name': 'clip [1]'}";
    private static final String AGAIN = "{'event': 'submitted', 'batch': 'B2', 'name': 'clip [1]'}";
    private static final String BEGUN = segment("segmentStarted", 1);
    private static final String INTERRUPTED = segment("segmentInterrupted", 1);
    private static final String RESUBMITTED = "{'event': 'resubmitted', 'batch': 'B1', 'job': 0, 'attempt': 1}";
    private static final String GOOD = "{'event': 'status', 'batch': 'B1', 'status': 'Successful'}";
    private static final String AT_WORK = "{'event': 'status', 'batch': 'B1', 'status': 'Processing'}";
    private static final String HALF_DONE = "{'event': 'status', 'batch': 'B1', 'status': 'Cancelled'}";

    private static final Meant CLOSED = meant(Optional.of("B1"), Optional.of("FINAL"));
    private static final Meant OPEN = meant(Optional.of("B1"), Optional.empty());
    private static final Meant NOT_QUEUED = meant(Optional.empty(), Optional.of("NOT_QUEUED"));

    private static final Result WELL = told(0, """
            {'event': 'submitted', 'submissionId': 'S1', 'batchId': 'B1'}
            {'event': 'ended', 'submissionId': 'S1', 'batchId': 'B1', 'state': 'SUCCESSFUL'}
            """, "");
    private static final Result LOST = told(8, "", error("BATCH_LOST", "B1", "QUEUED"));
    private static final Result REFUSED = told(4, "", error("SUBMISSION_REFUSED", "B0", "NOT_QUEUED"));

    @Test
    void whatWasTakenOnceDoneOnceAndToldComesOut() {
        comesOut(List.of(TAKEN, BEGUN, GOOD), CLOSED, WELL);
        comesOut(List.of(TAKEN, BEGUN, AT_WORK), OPEN, LOST);
        comesOut(List.of(), NOT_QUEUED, REFUSED);
    }

    @Test
    void aBatchThatNoJournalKnowsIsLost() {
        differs(List.of(TAKEN, GOOD), NOT_QUEUED, REFUSED);
    }

    @Test
    void aBatchThatOnlyTheJournalKnowsIsNone() {
        differs(List.of(), CLOSED, told(0, "", ""));
    }

    @Test
    void aSubmissionThatWasTakenTwiceIsDoubled() {
        differs(List.of(TAKEN, AGAIN, GOOD), CLOSED, WELL);
    }

    @Test
    void anOpenSubmissionThatWasNotReportedIsLost() {
        differs(List.of(TAKEN, BEGUN, AT_WORK), OPEN, told(0, "", ""));
    }

    @Test
    void anEndThatTheEngineDoesNotKnowIsWrong() {
        differs(List.of(TAKEN, BEGUN, AT_WORK), CLOSED, told(0, "", ""));
        differs(List.of(TAKEN, BEGUN, HALF_DONE), CLOSED, WELL);
    }

    @Test
    void workIsDoneAgainOnlyAfterItWasInterruptedOrHasFailed() {
        comesOut(List.of(TAKEN, BEGUN, INTERRUPTED, BEGUN, GOOD), CLOSED, WELL);
        differs(List.of(TAKEN, BEGUN, BEGUN, GOOD), CLOSED, WELL);
        comesOut(List.of(TAKEN, BEGUN, RESUBMITTED, segment("segmentStarted", 2), GOOD), CLOSED, WELL);
        differs(List.of(TAKEN, BEGUN, segment("segmentStarted", 2), GOOD), CLOSED, WELL);
        differs(List.of(TAKEN, segment("segmentCompleted", 1), segment("segmentCompleted", 1), GOOD), CLOSED, WELL);
    }

    private static void comesOut(List<String> engine, Meant meant, Result told) {
        assertThatCode(() -> reckoning(engine, meant, told).comesOut()).doesNotThrowAnyException();
    }

    private static void differs(List<String> engine, Meant meant, Result told) {
        assertThatThrownBy(() -> reckoning(engine, meant, told).comesOut()).isInstanceOf(AssertionError.class);
    }

    private static Reckoning reckoning(List<String> engine, Meant meant, Result told) {
        Stream<String> lines = engine.stream().map(ReckoningTest::json);
        return new Reckoning(EngineLog.of(lines.toList()), List.of(meant), List.of(told));
    }

    private static Meant meant(Optional<String> batch, Optional<String> ending) {
        Instant at = TimeByHand.BEGINNING;
        return new Meant("S1", List.of("clip [1]"), at, batch.map(known -> at), batch, ending.map(known -> at), ending);
    }

    private static String segment(String event, int attempt) {
        return "{'event': '" + event + "', 'batch': 'B1', 'job': 0, 'segment': 0, 'attempt': " + attempt + "}";
    }

    private static String error(String code, String batch, String outcome) {
        return "{'error': {'code': '" + code + "', 'submissionId': 'S1', 'batchId': '" + batch + "', 'outcome': '"
                + outcome + "'}}";
    }

    private static Result told(int code, String out, String err) {
        return new Result(code, json(out), json(err));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
