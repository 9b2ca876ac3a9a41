package io.qmaster.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Priority;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** The same scenario, seed and timed commands give the same course, byte for byte. */
class RepeatabilityTest {
    private static final List<Priority> PRIORITIES = List.of(Priority.LOW, Priority.MEDIUM, Priority.HIGH);

    private static String night(long seed, boolean curious) {
        Scenario night = Scenario.named("night-shift");
        Bench bench = new Bench(new Scenario(
                seed,
                night.speed(),
                night.durations(),
                night.clusters(),
                false,
                false,
                night.outputs(),
                night.faults()));
        for (int number = 0; number < 40; number++) {
            SubmissionAnswer answer = bench.answer(
                    "FCS Cluster",
                    PRIORITIES.get(number % 3),
                    "Batch " + number + " “é”",
                    Bench.job("a" + number, 1_000_000_000L * number, true),
                    Bench.job("b" + number, 5_000_000L, false));
            bench.pass(Duration.ofMinutes(7));
            if (curious) {
                bench.model().list();
                bench.model().log();
                bench.model().effects();
            }
            if (number % 9 == 4 && answer instanceof SubmissionAnswer.Queued queued) {
                bench.control("FCS Cluster", queued.batchId(), ControlAction.CANCEL);
            }
        }
        bench.pass(Duration.ofDays(2));
        return String.join("\n", bench.model().log());
    }

    @Test
    void theSameSeedGivesTheSameLogByteForByte() {
        byte[] first = night(7, false).getBytes(StandardCharsets.UTF_8);

        assertThat(night(7, false).getBytes(StandardCharsets.UTF_8)).isEqualTo(first);
        assertThat(first.length).isGreaterThan(10_000);
    }

    /** Any later version replays a directory: a change of this digest changes the history of existing directories. */
    @Test
    void theLogOfANightIsWhatItWasInEarlierVersions() throws Exception {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(night(7, false).getBytes(StandardCharsets.UTF_8));

        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("8936f8cd97dded6270e7afd2fed27d8519e021eba69667c2e9157dbcd4b637b4");
    }

    @Test
    void anotherSeedGivesAnotherLog() {
        assertThat(night(8, false)).isNotEqualTo(night(7, false));
    }

    @Test
    void askingChangesNothing() {
        assertThat(night(7, true)).isEqualTo(night(7, false));
    }

    @Test
    void languageAndTimeZoneOfTheMachineChangeNothing() {
        String here = night(7, false);
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
            assertThat(night(7, false)).isEqualTo(here);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void oneMoreBatchChangesNoTimeOfTheOthers() {
        Bench alone = new Bench(Scenario.named("calm"));
        alone.submit("clip.mov");
        alone.seconds(10);
        Bench inCompany = new Bench(Scenario.named("calm"));
        inCompany.submit("clip.mov");
        inCompany.submit("FCS Cluster", Priority.HIGH, "other", Bench.job("other"));
        inCompany.seconds(10);

        BatchId same = alone.model().list().get(0).id();
        assertThat(inCompany.secondsUntil("status", same + "\",\"status\":\"Successful"))
                .isEqualTo(alone.secondsUntil("status", same + "\",\"status\":\"Successful"));
    }

    @Test
    void everyLineIsAJsonObjectThatBeginsWithSequenceTimeAndEvent() {
        List<String> lines = night(7, false).lines().toList();

        for (int at = 0; at < lines.size(); at++) {
            assertThat(lines.get(at))
                    .matches("\\{\"sequence\":" + (at + 1)
                            + ",\"at\":\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\",\"event\":\"[a-zA-Z]+\".*}");
        }
    }

    @Test
    void idsLookLikeTheEnginesAndDifferFromOneEngineToAnother() {
        Scenario scenario = Scenario.named("calm");
        QmasterModel one = new QmasterModel(scenario, "one", Bench.START);
        QmasterModel other = new QmasterModel(scenario, "other", Bench.START);
        Command.Submit command = new Command.Submit(
                new Submission(Bench.HERE, "clip", Priority.LOW, "editor", List.of(Bench.job("a"), Bench.job("b"))));

        SubmissionAnswer.Queued first = (SubmissionAnswer.Queued) one.carryOut(command);
        SubmissionAnswer.Queued second = (SubmissionAnswer.Queued) one.carryOut(command);
        SubmissionAnswer.Queued elsewhere = (SubmissionAnswer.Queued) other.carryOut(command);

        assertThat(first.batchId().value()).matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
        assertThat(first.jobIds()).hasSize(2).doesNotHaveDuplicates();
        assertThat(List.of(first.batchId(), second.batchId(), elsewhere.batchId()))
                .doesNotHaveDuplicates();
    }
}
