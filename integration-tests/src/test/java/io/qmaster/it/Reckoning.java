package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchState;
import io.qmaster.domain.StatusText;
import io.qmaster.it.EngineLog.Taken;
import io.qmaster.it.JournalFileLines.Meant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks that nothing is lost and nothing runs twice: compares the engine's own log with the journals and with the
 * reports of the program.
 *
 * @param engine the log of the engine, after everything that was started has ended
 * @param meant every submission in the journals of the programs
 * @param told the result of every call of the program
 */
record Reckoning(EngineLog engine, List<Meant> meant, List<QmasterProgram.Result> told) {
    /** Fails if they differ. */
    void comesOut() {
        everyBatchIsInTheJournalOnce();
        meant.forEach(this::saysWhatTheEngineSays);
        told.forEach(this::wasTrue);
        noWorkIsDoneTwice();
    }

    private void everyBatchIsInTheJournalOnce() {
        assertThat(engine.taken().stream().map(batch -> batch.name() + ", " + batch.id()))
                .as("the batches of the engine, and those of the journal")
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(meant.stream()
                        .filter(one -> one.batchId().isPresent())
                        .map(one -> last(one.names()) + ", " + one.batchId().get())
                        .toList());
    }

    private void saysWhatTheEngineSays(Meant one) {
        List<Taken> taken = taken(one);
        assertThat(taken).as("the batches of " + one).hasSizeLessThanOrEqualTo(1);
        if (one.ending().isEmpty()) {
            assertThat(complaints())
                    .as("the report about " + one + ", which is open")
                    .anyMatch(complaint -> text(complaint, "submissionId").equals(Optional.of(one.id()))
                            || text(complaint, "batchId")
                                    .filter(id -> one.batchId().equals(Optional.of(id)))
                                    .isPresent());
        } else if (one.ending().get().equals("NOT_QUEUED")) {
            assertThat(taken).as("the batches of " + one).isEmpty();
        } else {
            assertThat(one.ending()).contains("FINAL");
            assertThat(engine.lastStatus(one.batchId().orElseThrow()).map(Reckoning::state))
                    .as("the engine's status of " + one)
                    .hasValueSatisfying(state -> assertThat(state.isFinal()).isTrue());
        }
    }

    private List<Taken> taken(Meant one) {
        return engine.taken().stream()
                .filter(batch -> one.names().contains(batch.name()))
                .toList();
    }

    private void wasTrue(QmasterProgram.Result call) {
        lines(call.out())
                .filter(line -> line.path("event").asString("").equals("ended"))
                .forEach(ended -> {
                    BatchState ofEngine = state(
                            engine.lastStatus(ended.get("batchId").asString()).orElseThrow());
                    // A success with invalid outputs is reported as a failure.
                    BatchState owed = ofEngine == BatchState.SUCCESSFUL && complains(call, "OUTPUT_")
                            ? BatchState.FAILED
                            : ofEngine;
                    assertThat(ended.get("state").asString())
                            .as(call.out() + call.err())
                            .isEqualTo(owed.name());
                });
        lines(call.out())
                .filter(line -> line.path("event").asString("").equals("submitted"))
                .forEach(submitted -> {
                    Meant one = meant(submitted).orElseThrow();
                    assertThat(one.batchId()).contains(submitted.get("batchId").asString());
                });
        complaints(call)
                .filter(complaint -> text(complaint, "outcome").equals(Optional.of("NOT_QUEUED")))
                .flatMap(complaint -> meant(complaint).stream())
                .forEach(one -> assertThat(taken(one)).as(call.err()).isEmpty());
    }

    private Optional<Meant> meant(JsonNode line) {
        return meant.stream()
                .filter(one -> text(line, "submissionId").equals(Optional.of(one.id())))
                .findAny();
    }

    /** Every segment of an attempt is begun once, and again only after an interruption; a job only after a failure. */
    private void noWorkIsDoneTwice() {
        Map<String, Long> begun = counted("segmentStarted", Reckoning::segment);
        Map<String, Long> interrupted = counted("segmentInterrupted", Reckoning::segment);
        begun.forEach((segment, times) -> assertThat(times)
                .as("how often " + segment + " was begun")
                .isLessThanOrEqualTo(1 + interrupted.getOrDefault(segment, 0L)));
        assertThat(counted("segmentCompleted", Reckoning::segment).values()).allMatch(times -> times == 1);
        assertThat(counted("joined", Reckoning::attempt).values()).allMatch(times -> times == 1);
        Map<String, Long> resubmitted = counted("resubmitted", Reckoning::job);
        engine.events("segmentStarted")
                .forEach(line -> assertThat(line.get("attempt").longValue())
                        .as("the attempt of " + line)
                        .isLessThanOrEqualTo(1 + resubmitted.getOrDefault(job(line), 0L)));
    }

    private Map<String, Long> counted(String event, Function<JsonNode, String> what) {
        return engine.events(event).stream().collect(Collectors.groupingBy(what, Collectors.counting()));
    }

    private static String job(JsonNode line) {
        return "job " + line.get("job") + " of " + line.get("batch");
    }

    private static String attempt(JsonNode line) {
        return "attempt " + line.get("attempt") + " at " + job(line);
    }

    private static String segment(JsonNode line) {
        return "segment " + line.get("segment") + " of " + attempt(line);
    }

    private List<JsonNode> complaints() {
        List<JsonNode> all = new ArrayList<>();
        told.forEach(call -> complaints(call).forEach(all::add));
        return all;
    }

    private static boolean complains(QmasterProgram.Result call, String code) {
        return complaints(call)
                .anyMatch(complaint -> complaint.get("code").asString().startsWith(code));
    }

    private static Stream<JsonNode> complaints(QmasterProgram.Result call) {
        return lines(call.err()).map(line -> line.path("error")).filter(JsonNode::isObject);
    }

    private static Stream<JsonNode> lines(String text) {
        return text.lines().filter(line -> line.startsWith("{")).map(JsonMapper.shared()::readTree);
    }

    private static Optional<String> text(JsonNode line, String key) {
        return Optional.ofNullable(line.get(key)).filter(JsonNode::isString).map(JsonNode::asString);
    }

    private static BatchState state(String status) {
        return StatusText.ofQmaster(status).state();
    }

    private static String last(List<String> names) {
        return names.get(names.size() - 1);
    }
}
