package io.qmaster.simulator.standin;

import static io.qmaster.simulator.standin.StandInGeneration.COMPRESSOR_4;
import static io.qmaster.simulator.standin.StandInGeneration.COMPRESSOR_5_2;
import static io.qmaster.simulator.standin.StandInGeneration.COMPRESSOR_5_4;
import static io.qmaster.simulator.standin.StandInGeneration.FINAL_CUT_STUDIO;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MonitorOdditiesTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final Scenario ONE_AT_A_TIME = Scenario.parse(
            "{\"clusters\":[{\"name\":\"This Computer\",\"nodes\":[{\"name\":\"n\",\"instances\":1}]}]}");

    @TempDir
    private Path folder;

    private static List<String> twoJobs(Mac mac) throws Exception {
        List<String> jobs = new ArrayList<>(mac.job(mac.source("one.mov"), mac.movie(), mac.output("one.mov")));
        jobs.addAll(mac.job(mac.source("two.mov"), mac.movie(), mac.output("two.mov")));
        return jobs;
    }

    private Mac mac(StandInGeneration generation) {
        return new Mac(folder, generation);
    }

    private Mac mac(StandInGeneration generation, Fault fault) {
        return new Mac(folder, generation, Scenario.builder().fault(fault).build());
    }

    @Test
    void compressor54TakesOutputformatAnywhereAndFormatNowhere() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        assertThat(mac.compressor("-monitor", "-once", "-outputformat", "json").exitCode())
                .isZero();
        assertThat(mac.compressor("-outputformat", "json", "-monitor", "-once").exitCode())
                .isZero();
        assertThat(mac.compressor("-monitor", "-format", "json", "-once").err()).contains("Invalid parameter: -format");
        assertThat(mac.compressor("-monitor", "-once", "-format", "json").err()).contains("Invalid parameter: -format");
    }

    @Test
    void compressor52TakesFormatOnlyDirectlyAfterMonitor() throws Exception {
        Mac mac = mac(COMPRESSOR_5_2);

        assertThat(mac.compressor("-monitor", "-format", "json", "-once").exitCode())
                .isZero();
        assertThat(mac.compressor("-monitor", "-once", "-format", "json").err()).contains("Invalid parameter: -format");
        assertThat(mac.compressor("-monitor", "-once", "-outputformat", "json").err())
                .contains("Invalid parameter: -outputformat");
    }

    @Test
    void emptyArraysComeFirst() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        assertThat(mac.compressor("-monitor", "-once", "-outputformat", "json").out())
                .isEqualTo("[\n\n]\n");
        String id = mac.submit("b", "clip.mov").id("batchID");

        String young = mac.compressor("-monitor", "-batchid", id, "-once", "-outputformat", "json")
                .out();
        mac.pass(Duration.ofSeconds(20));
        String old = mac.compressor("-monitor", "-batchid", id, "-once", "-outputformat", "json")
                .out();

        assertThat(young).startsWith("[\n\n]\n[\n\n]\n[\n  {\n    \"batchStatus\"");
        assertThat(old).startsWith("[\n  {\n    \"batchStatus\"");
    }

    @Test
    void aSuccessfulBatchOfCompressor5LeavesOutJobsThatFinishedEarly() throws Exception {
        Mac mac = new Mac(folder, COMPRESSOR_5_4, ONE_AT_A_TIME);
        mac.compressor(twoJobs(mac), "-batchname", "b");

        mac.pass(LONG);
        String ended =
                mac.compressor("-monitor", "-once", "-outputformat", "json").out();

        assertThat(ended).contains("\"status\" : \"Successful\"", "two.mov").doesNotContain("one.mov");
    }

    @Test
    void aFailedBatchOfCompressor5ListsOnlyTheFailedJobAndIsAHundredPerCentComplete() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4, new Fault.JobFails("2x job controller down", 2, 3, Trigger.ALWAYS));
        mac.compressor(twoJobs(mac), "-batchname", "b");
        mac.pass(LONG);

        assertThat(mac.compressor("-monitor", "-once", "-outputformat", "json").out())
                .contains("\"percentComplete\" : 100,\n      \"status\" : \"Failed: 2x job controller down\"")
                .contains("two.mov")
                .doesNotContain("one.mov");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FINAL_CUT_STUDIO")
    void aKilledBatchIsCancelledAndAHundredPerCentCompleteAndItsPartialOutputIsDeleted(StandInGeneration generation)
            throws Exception {
        Mac mac = mac(generation);
        String id = mac.submit("b", "clip.mov").id("batchID");
        mac.pass(Duration.ofSeconds(2));
        assertThat(mac.output("clip.mov")).exists();

        Spoken killed = mac.compressor("-kill", "-batchid", id);

        assertThat(killed.exitCode()).isZero();
        assertThat(mac.compressor("-monitor", "-batchid", id, "-once").out())
                .contains("percentComplete=\"100\"", "status=\"Cancelled\"");
        assertThat(mac.output("clip.mov")).doesNotExist();
    }

    @Test
    void aPausedBatchIsOnHoldUntilItIsResumed() throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        String id = mac.submit("b", "clip.mov").id("batchID");

        mac.compressor("-pause", "-batchid", id);
        mac.pass(LONG);
        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Hold");
        mac.compressor("-resume", "-batchid", id);
        mac.pass(LONG);
        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Successful");
    }

    @Test
    void theFirstGenerationsCompressorHasNeitherMonitorNorControl() throws Exception {
        Mac mac = mac(FINAL_CUT_STUDIO);

        assertThat(mac.compressor("-monitor").err()).contains("Invalid parameter: -monitor");
        assertThat(mac.compressor("-kill").err()).contains("Invalid parameter: -kill");
    }

    @Test
    void aNameReachesTheMarkupUnescaped() throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        mac.submit("\"a\" <b> & ű\u0301 日本 🎬", "clip.mov");

        assertThat(mac.compressor("-monitor", "-once").out())
                .startsWith("<batchStatus name=\"\"a\" <b> & ű\u0301 日本 🎬\" ");
    }

    @Test
    void aNameIsEscapedInJson() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        mac.submit("\"a\" \\ \n", "clip.mov");

        assertThat(mac.compressor("-monitor", "-once", "-outputformat", "json").out())
                .contains("\"name\" : \"\\\"a\\\" \\\\ \\n\"");
    }

    @Test
    void waitingHasATrailingSpaceInTheFirstGeneration() throws Exception {
        Mac mac = mac(FINAL_CUT_STUDIO);
        String id = mac.submit("b", "clip.mov").id("batchID");

        assertThat(mac.batchMonitor("-clustername", "This Computer", "-batchid", id, "-query", "0")
                        .status())
                .isEqualTo("Waiting ");
    }

    @Test
    void batchMonitorFindsABatchAtItsOwnClusterOnly() throws Exception {
        Mac mac = mac(FINAL_CUT_STUDIO);
        String id = mac.submit("b", "clip.mov").id("batchID");

        assertThat(mac.batchMonitor("-clustername", "FCS Cluster", "-batchid", id, "-query", "0"))
                .isEqualTo(new Spoken(0, "", ""));
        assertThat(mac.batchMonitor("-clustername", "None", "-batchid", id, "-query", "0")
                        .err())
                .contains("Could not find cluster \"None\"");
    }

    @Test
    void timesFollowTheMacsLanguage() throws Exception {
        mac(COMPRESSOR_4).submit("b", "clip.mov");

        assertThat(mac(COMPRESSOR_4)
                        .speaking(Language.HUNGARIAN)
                        .compressor("-monitor", "-once")
                        .out())
                .contains("submissionTime=\"2026. 01. 01., 00:00:00\"");
        assertThat(mac(COMPRESSOR_4)
                        .speaking(Language.GERMAN)
                        .compressor("-monitor", "-once")
                        .out())
                .contains("submissionTime=\"01.01.26, 00:00\"");
        assertThat(mac(COMPRESSOR_4).compressor("-monitor", "-once").out())
                .contains("submissionTime=\"1/1/26 12:00 AM\"");
    }

    @Test
    void withoutAnIdEveryBatchIsListedOnce() throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        mac.submit("one", "one.mov");
        mac.submit("two", "two.mov");

        assertThat(mac.compressor("-monitor").out())
                .containsSubsequence("<batchStatus name=\"one\"", "<batchStatus name=\"two\"");
    }

    @ParameterizedTest
    @EnumSource
    void aJobThatHasNotBegunIsNotListed(StandInGeneration generation) throws Exception {
        Mac mac = new Mac(folder, generation, ONE_AT_A_TIME);
        String id = mac.compressor(twoJobs(mac), "-batchname", "b").id("batchID");

        String waiting = mac.legacyStatus(id);
        mac.pass(Duration.ofSeconds(2));
        String processing = mac.legacyStatus(id);

        assertThat(waiting).contains("status=\"Waiting").doesNotContain("<jobStatus");
        assertThat(processing)
                .containsOnlyOnce("<jobStatus")
                .contains("status=\"Processing\"")
                .doesNotContain("two.mov");
    }

    @Test
    void aBatchOfCompressor5ThatWaitsHasAnEmptyArrayOfJobs() throws Exception {
        Mac mac = new Mac(folder, COMPRESSOR_5_4, ONE_AT_A_TIME);
        mac.compressor(twoJobs(mac), "-batchname", "b");

        assertThat(mac.compressor("-monitor", "-once", "-outputformat", "json").out())
                .contains("\"status\" : \"Waiting\"", "\"jobs\" : [\n\n      ]");
    }

    @Test
    void theIdOfAJobThatHasNotBegunIsAnsweredWithItsBatch() throws Exception {
        Mac mac = new Mac(folder, COMPRESSOR_4, ONE_AT_A_TIME);
        String ids = mac.compressor(twoJobs(mac), "-batchname", "b").err();
        String second = ids.replaceFirst("(?s).*<jobID .*<jobID ([^ ]+) .*", "$1");
        mac.pass(Duration.ofSeconds(2));

        assertThat(mac.compressor("-monitor", "-jobid", second, "-once").out())
                .contains("<batchStatus name=\"b\"")
                .doesNotContain("<jobStatus");
    }

    @Test
    void theIdOfAJobSelectsThatJobAlone() throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        String first = mac.compressor(twoJobs(mac), "-batchname", "b").id("jobID");
        mac.pass(Duration.ofSeconds(2));

        assertThat(mac.compressor("-monitor", "-jobid", first, "-once").out())
                .contains("<batchStatus name=\"b\"", "<jobStatus name=\"one.mov\"")
                .doesNotContain("two.mov");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FINAL_CUT_STUDIO")
    void theIdOfAJobCancelsPausesAndResumesThatJobAlone(StandInGeneration generation) throws Exception {
        Mac mac = mac(generation);
        String job = mac.compressor(twoJobs(mac), "-batchname", "b").id("jobID");
        mac.pass(Duration.ofSeconds(2));

        mac.compressor("-pause", "-jobid", job);
        mac.pass(LONG);
        assertThat(mac.output("one.mov")).isEmptyFile();
        assertThat(mac.output("two.mov")).isNotEmptyFile();
        mac.compressor("-resume", "-jobid", job);
        mac.compressor("-kill", "-jobid", job);

        assertThat(mac.compressor("-monitor", "-jobid", job, "-once").out())
                .containsPattern("<jobStatus name=\"one.mov\".*status=\"Cancelled\"");
        assertThat(mac.output("one.mov")).doesNotExist();
        assertThat(mac.output("two.mov")).exists();
    }

    @Test
    void aSharedJobIdCancelsAllItsTargets() throws Exception {
        Mac mac = mac(COMPRESSOR_5_2);
        Path source = mac.source("clip.mov");
        List<String> jobs = new ArrayList<>(mac.job(source, mac.movie(), mac.output("a.mov")));
        jobs.addAll(mac.job(source, mac.movie(), mac.output("b.mov")));
        String job = mac.compressor(jobs).id("jobID");
        mac.pass(Duration.ofSeconds(2));

        mac.compressor("-kill", "-jobid", job);

        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Cancelled");
        assertThat(mac.output("a.mov")).doesNotExist();
        assertThat(mac.output("b.mov")).doesNotExist();
    }

    @Test
    void theIdOfAJobFindsItsBatch() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        mac.submit("other", "other.mov");
        String job = mac.submit("wanted", "clip.mov").id("jobID");

        assertThat(mac.compressor("-monitor", "-jobid", job, "-once").out())
                .contains("name=\"wanted\"")
                .doesNotContain("name=\"other\"");
    }

    @Test
    void aContinuousMonitorAnswersUntilTheBatchHasEnded() throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        String id = mac.submit("b", "clip.mov").id("batchID");

        String told = mac.compressor("-monitor", "-batchid", id, "-query", "1").out();

        assertThat(told)
                .containsSubsequence("status=\"Waiting\"", "status=\"Processing\"", "status=\"Successful\" batchid=");
    }

    @Test
    void aContinuousMonitorQuitsAfterItsTimeout() throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        String id = mac.submit("b", "clip.mov").id("batchID");
        mac.compressor("-pause", "-batchid", id);
        long before = mac.clock().elapsedNanos();

        mac.compressor("-monitor", "-batchid", id, "-query", "10", "-timeout", "25");

        assertThat(Duration.ofNanos(mac.clock().elapsedNanos() - before)).isEqualTo(Duration.ofSeconds(25));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FINAL_CUT_STUDIO")
    void aMonitorThatIsToAskEveryZeroSecondsAsksOnce(StandInGeneration generation) throws Exception {
        Mac mac = mac(generation);
        String id = mac.submit("b", "clip.mov").id("batchID");
        mac.compressor("-pause", "-batchid", id);

        assertThat(mac.compressor("-monitor", "-batchid", id, "-query", "0", "-timeout", "1")
                        .out())
                .containsOnlyOnce("<batchStatus");
    }

    @Test
    void aBatchStaysListedForADay() throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        mac.submit("b", "clip.mov");
        mac.pass(Duration.ofHours(23));
        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Successful");

        mac.pass(Duration.ofHours(2));

        assertThat(mac.compressor("-monitor", "-once").out()).isEmpty();
    }

    @Test
    void resettingTheServiceCancelsEveryBatch() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        mac.submit("one", "one.mov");
        mac.submit("two", "two.mov");

        mac.compressor("-resetBackgroundProcessing", "cancelJobs");

        assertThat(mac.compressor("-monitor", "-once").out().split("<batchStatus .*status=\"Cancelled\"", -1))
                .hasSize(3);
    }

    @Test
    void answersCanBeTruncatedGarbledOrEmpty() throws Exception {
        String whole = mac(COMPRESSOR_5_4).submit("b", "clip.mov").out();
        assertThat(whole).isEmpty();
        for (Fault.StatusFails.Answer answer : Fault.StatusFails.Answer.values()) {
            if (answer != Fault.StatusFails.Answer.HANGS) {
                Mac mac = new Mac(
                        folder.resolve(answer.word()),
                        COMPRESSOR_5_4,
                        Scenario.builder()
                                .fault(new Fault.StatusFails(answer, Trigger.call(1)))
                                .build());
                mac.submit("b", "clip.mov");

                String spoiled = mac.compressor("-monitor", "-once").out();
                String good = mac.compressor("-monitor", "-once").out();

                assertThat(spoiled).isNotEqualTo(good);
                assertThat(good).contains("<batchStatus");
            }
        }
    }

    @Test
    void aBatchOfAClusterThatIsDownIsListedButCannotBeQueried() throws Exception {
        Mac mac = new Mac(
                folder,
                COMPRESSOR_5_4,
                Scenario.parse("{\"clusters\":[{\"name\":\"C\",\"nodes\":[{\"name\":\"n\"}]}],"
                        + "\"faults\":[{\"fault\":\"cluster-down\",\"cluster\":\"C\",\"at\":\"1m\"}]}"));
        String id = mac.compressor(
                        mac.job(mac.source("clip.mov"), mac.movie(), mac.output("clip.mov")), "-computergroup", "C")
                .id("batchID");
        mac.pass(Duration.ofMinutes(2));

        Spoken queried = mac.compressor("-monitor", "-batchid", id, "-once");
        Spoken listed = mac.compressor("-monitor", "-once");

        assertThat(queried.exitCode()).isNotZero();
        assertThat(queried.err()).contains("Could not find cluster \"C\"");
        assertThat(listed.exitCode()).isZero();
        assertThat(listed.out()).contains(id);
    }
}
