package io.qmaster.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.Priority;
import io.qmaster.simulator.model.OutsideWork.Run;
import io.qmaster.simulator.scenario.Durations;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What encoders report about segments that are encoded outside the model. */
class OutsideWorkTest {
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final QmasterModel model = new QmasterModel(
            Scenario.builder().durations(Durations.DEFAULT.exactly()).build(), "bench", Bench.START, true);

    private Run submitted() {
        SubmittedJob job = new SubmittedJob(
                Path.of("in/clip.mov"),
                29_144,
                Optional.empty(),
                Path.of("out/clip.mov"),
                "mov",
                false,
                false,
                Optional.empty(),
                Optional.of("a plan"));
        model.carryOut(new Command.Submit(new Submission(Bench.HERE, "clip", Priority.LOW, "editor", List.of(job))));
        model.advanceTo(model.now().plus(A_MINUTE));
        assertThat(model.effects()).hasSize(1);
        model.carryOut(new Command.Report(model.effects().get(0).sequence(), Optional.empty()));
        model.advanceTo(model.now().plus(A_MINUTE));
        return current();
    }

    private Run current() {
        return model.encodings().get(0).run();
    }

    @Test
    void onlyTheCurrentRunOfASegmentIsEnded() {
        Run run = submitted();
        BatchId batch = run.batch();
        List<Run> others = List.of(
                new Run(new BatchId("another"), run.job(), run.segment(), run.attempt(), run.since()),
                new Run(batch, run.job() + 1, run.segment(), run.attempt(), run.since()),
                new Run(batch, run.job(), run.segment() + 1, run.attempt(), run.since()),
                new Run(batch, run.job(), run.segment(), run.attempt() + 1, run.since()),
                new Run(
                        batch,
                        run.job(),
                        run.segment(),
                        run.attempt(),
                        run.since().plusMillis(1)));

        assertThat(others)
                .noneMatch(other -> model.carryOut(new Command.EncodedPart(other, 50)))
                .noneMatch(other -> model.carryOut(new Command.Encoded(other, Optional.empty())));
        assertThat(model.carryOut(new Command.EncodedPart(run, 50))).isTrue();
        assertThat(model.carryOut(new Command.Encoded(run, Optional.empty()))).isTrue();
        assertThat(model.encodings()).isEmpty();
    }

    @Test
    void aReportOfAnEarlierAttemptIsIgnored() {
        Run first = submitted();
        assertThat(model.carryOut(new Command.Encoded(first, Optional.of("a fault"))))
                .isTrue();
        model.advanceTo(model.now().plus(A_MINUTE));

        assertThat(current().attempt()).isEqualTo(2);
        assertThat(model.carryOut(new Command.Encoded(first, Optional.empty()))).isFalse();
        assertThat(model.encodings()).hasSize(1);
    }
}
