package io.qmaster.simulator.standin;

import static io.qmaster.simulator.standin.StandInGeneration.COMPRESSOR_4;
import static io.qmaster.simulator.standin.StandInGeneration.COMPRESSOR_5_2;
import static io.qmaster.simulator.standin.StandInGeneration.COMPRESSOR_5_4;
import static io.qmaster.simulator.standin.StandInGeneration.FINAL_CUT_STUDIO;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionOdditiesTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private Mac mac(StandInGeneration generation) {
        return new Mac(folder, generation);
    }

    @Test
    void anOutputHasNoBytesAsSoonAsItsJobStarts() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        Spoken queued = mac.submit("b", "clip.mov");
        assertThat(mac.output("clip.mov")).doesNotExist();

        mac.pass(Duration.ofSeconds(2));
        mac.compressor("-monitor", "-batchid", queued.id("batchID"), "-once");

        assertThat(mac.output("clip.mov")).isEmptyFile();
    }

    @ParameterizedTest
    @EnumSource
    void aBatchIsReportedEvenIfTheServiceCannotBeStarted(StandInGeneration generation) throws Exception {
        Mac mac = mac(generation);
        mac.withoutServices();

        Spoken queued = mac.submit("b", "clip.mov");

        assertThat(queued.exitCode()).isZero();
        assertThat(queued.id("batchID")).hasSize(36);
        assertThat(queued.err()).contains("the background service cannot be started: no more processes");
    }

    @Test
    void compressor54OverwritesSilently() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);
        Files.writeString(mac.output("clip.mov"), "old and longer than the new content");

        Spoken queued = mac.submit("b", "clip.mov");
        mac.pass(LONG);

        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Successful");
        assertThat(queued.exitCode()).isZero();
        assertThat(mac.output("clip.mov")).hasContent(Mac.content("clip.mov"));
    }

    @Test
    void compressor4WaitsUntilAnOldOutputIsDeleted() throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        Files.writeString(mac.output("clip.mov"), "old");
        mac.submit("b", "clip.mov");

        mac.pass(LONG);
        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Waiting");
        assertThat(mac.output("clip.mov")).hasContent("old");

        Files.delete(mac.output("clip.mov"));
        mac.pass(LONG);
        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Successful");
        assertThat(mac.output("clip.mov")).hasContent(Mac.content("clip.mov"));
    }

    @Test
    void compressor52ReplacesTheExtensionByTheSettings() throws Exception {
        Mac mac = mac(COMPRESSOR_5_2);

        mac.compressor(mac.job(mac.source("clip.mov"), mac.setting("hevc", "MPEG4", "mp4"), mac.output("a.mov")));
        mac.pass(LONG);

        assertThat(mac.output("a.mov")).doesNotExist();
        assertThat(mac.output("a.mp4")).hasContent(Mac.content("clip.mov"));
    }

    @Test
    void compressor54WritesTheExtensionThatItIsGiven() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        mac.compressor(mac.job(mac.source("clip.mov"), mac.setting("hevc", "MPEG4", "mp4"), mac.output("a.mov")));
        mac.pass(LONG);

        assertThat(mac.output("a.mov")).exists();
    }

    @Test
    void anImageSequenceBecomesAFolderOfFrames() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        mac.compressor(mac.job(mac.source("clip.mov"), mac.setting("frames", "TIFF", "tiff"), mac.output("name.tiff")));
        mac.pass(LONG);

        assertThat(mac.output("name/frame-000000.tiff")).exists();
        assertThat(mac.output("name/frame-000001.tiff")).exists();
        assertThat(mac.output("name.tiff")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void missingParentFoldersAreNotMade(StandInGeneration generation) throws Exception {
        Mac mac = mac(generation);

        Spoken queued = mac.compressor(
                mac.job(mac.source("clip.mov"), mac.movie(), mac.output("none").resolve("clip.mov")));
        mac.pass(LONG);

        assertThat(queued.exitCode()).isZero();
        assertThat(mac.output("none")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aPercentSignIsNotDecoded(StandInGeneration generation) throws Exception {
        Mac mac = mac(generation);
        mac.source("a clip.mov");

        Spoken refused = mac.compressor(
                mac.job("file://" + folder.resolve("in/a%20clip.mov"), mac.movie(), mac.output("clip.mov")));

        assertThat(refused.exitCode()).isEqualTo(generation.exitCode(255));
        assertThat(refused.err()).contains("Parameter error: path does not exist: ");
    }

    @Test
    void aFileUrlIsAPlainPathAfterItsScheme() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        Spoken queued =
                mac.compressor(mac.job("file://" + mac.source("a clip.mov"), mac.movie(), mac.output("clip.mov")));

        assertThat(queued.exitCode()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void oneBadSourceRejectsTheWholeBatch(StandInGeneration generation) throws Exception {
        Mac mac = mac(generation);
        List<String> jobs = new ArrayList<>(mac.job(mac.source("good.mov"), mac.movie(), mac.output("good.mov")));
        jobs.addAll(mac.job(folder.resolve("bad.mov"), mac.movie(), mac.output("bad.mov")));

        Spoken refused = mac.compressor(jobs);
        mac.pass(LONG);

        assertThat(refused.exitCode()).isEqualTo(generation.exitCode(255));
        assertThat(refused.out()).isEmpty();
        assertThat(mac.output("good.mov")).doesNotExist();
        assertThat(mac.services()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsNoMediumIsRefusedAndNothingIsQueued(StandInGeneration generation) throws Exception {
        Mac mac = mac(generation);
        for (String content :
                List.of("", "a text", "\u0091\u0007\u00e5\u00d2 random", "\0\0\0\bmoov\0\0\u0010\0mdat cut off")) {
            List<String> jobs = new ArrayList<>(mac.job(mac.source("good.mov"), mac.movie(), mac.output("good.mov")));
            jobs.addAll(mac.job(mac.source("bad.mov", content), mac.movie(), mac.output("bad.mov")));

            Spoken refused = mac.compressor(jobs);

            assertThat(refused.exitCode()).isEqualTo(generation.exitCode(3));
            assertThat(refused.err())
                    .contains("Submission Error: INVOKING METHOD OR ACCESSING MEMBER FOR NULL REFERENCE\n");
        }
        mac.pass(LONG);
        assertThat(mac.services()).isZero();
        assertThat(mac.output("good.mov")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RIFF....AVI ",
                "RIFF....WAVEfmt ",
                "FORM....AIFF",
                "ID3",
                "\u0006\u000e+4",
                "\0\0\u0001\u00ba",
                "\u0089PNG",
                "\u00ff\u00d8\u00ff",
                "II*\0",
                "<?xml version=\"1.0\"?><!DOCTYPE ozxmlscene><ozml version=\"5.0\">"
            })
    void otherMediaThanMoviesAreTaken(String beginning) throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        Spoken queued = mac.compressor(
                mac.job(mac.source("a source", beginning + "...."), mac.movie(), mac.output("clip.mov")));

        assertThat(queued.exitCode()).isZero();
    }

    @Test
    void theDurationOfAMovieDecidesHowLongItsJobTakes() throws Exception {
        Mac mac = new Mac(folder, COMPRESSOR_5_4, Scenario.parse("{\"durations\": {\"variation\": 0}}"));
        String header = "\0\0\0<mvhd" + "\0".repeat(14) + "\u0003\u00e8\0\u0009'\u00c0" + "\0".repeat(32);
        Path movie = mac.source("ten minutes.mov", "\0\0\0Dmoov" + header + "\0\0\0\0mdat");

        assertThat(mac.compressor(mac.job(movie, mac.movie(), mac.output("clip.mov")))
                        .err())
                .contains("<batchID ");
        mac.pass(Duration.ofSeconds(60));
        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Processing");
        mac.pass(Duration.ofSeconds(5));

        assertThat(mac.compressor("-monitor", "-once").status()).isEqualTo("Successful");
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnOutputPathItExitsWellAndNothingHappens(StandInGeneration generation) throws Exception {
        Mac mac = mac(generation);

        Spoken spoken = mac.compressor(
                "-jobpath",
                mac.source("clip.mov").toString(),
                "-settingpath",
                mac.movie().toString());

        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out() + spoken.err()).doesNotContain("batchID");
        assertThat(mac.services()).isZero();
    }

    @Test
    void compressor52PrintsOneJobIdForSeveralTargetsOfOneSource() throws Exception {
        Mac mac = mac(COMPRESSOR_5_2);

        Spoken queued = mac.compressor(twoTargets(mac));

        assertThat(queued.out()).containsOnlyOnce("jobID").contains("batchID");
        mac.pass(Duration.ofSeconds(2));
        assertThat(mac.compressor("-monitor", "-once").out()).containsOnlyOnce("<jobStatus");
    }

    @Test
    void compressor54PrintsAJobIdForEveryTarget() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        Spoken queued = mac.compressor(twoTargets(mac), "-outputformat", "json");

        assertThat(queued.out().split("jobID", -1)).hasSize(3);
    }

    @Test
    void legacyIdsOfCompressor5ComeOnEitherOutput() throws Exception {
        assertThat(mac(COMPRESSOR_5_2).submit("b", "clip.mov").out()).startsWith("<jobID ");
        Spoken logged = new Mac(folder.resolve("other"), COMPRESSOR_5_4).submit("b", "clip.mov");
        assertThat(logged.out()).isEmpty();
        assertThat(logged.err()).containsPattern("Compressor\\[4711:1f4c2d] <jobID [^ ]+ /> <batchID [^ ]+ />\n");
    }

    @Test
    void xmlHoldsTheIds() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        Spoken queued = mac.compressor(
                mac.job(mac.source("clip.mov"), mac.movie(), mac.output("clip.mov")), "-outputformat", "xml");

        assertThat(queued.out())
                .matches(
                        "<batches><batch><batchID>.{36}</batchID><jobs><jobID>.{36}</jobID></jobs></batch></batches>\n");
    }

    @Test
    void onlyTheFirstCallValidatesThePurchase() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        assertThat(mac.compressor("-monitor", "-once").err())
                .contains("objc[4711]: ")
                .contains("Validating Purchase...");
        assertThat(mac.compressor("-monitor", "-once").err())
                .isEqualTo("2026-01-01 00:00:00.000 Compressor[4711:1f4c2d] fileURL is NOT a directory\n");
    }

    @ParameterizedTest
    @EnumSource
    void aFlagThatItDoesNotKnowIsAnInvalidParameter(StandInGeneration generation) throws Exception {
        Spoken refused = mac(generation).compressor("-nonsense");

        assertThat(refused.exitCode()).isEqualTo(generation.exitCode(255));
        assertThat(refused.err()).contains("Invalid parameter: -nonsense");
    }

    @Test
    void onlyTheFirstGenerationKnowsClusterNames() throws Exception {
        assertThat(mac(COMPRESSOR_4).compressor("-clustername", "x").err()).contains("Invalid parameter: -clustername");
        assertThat(mac(FINAL_CUT_STUDIO).compressor("-computergroup", "x").err())
                .contains("Invalid parameter: -computergroup");
    }

    @Test
    void ofAClustersNameAndIdOnlyTheIdCounts() throws Exception {
        Mac mac = mac(FINAL_CUT_STUDIO);

        Spoken refused = mac.compressor(
                mac.job(mac.source("clip.mov"), mac.movie(), mac.output("clip.mov")),
                "-clustername",
                "FCS Cluster",
                "-clusterid",
                "admin:geheim@10.0.0.1:51737");

        assertThat(refused.err()).contains("Could not find cluster").doesNotContain("geheim");
    }

    @Test
    void finalCutStudioExitsWithZeroWhateverItComplainsOf() throws Exception {
        Mac mac = mac(FINAL_CUT_STUDIO);
        List<String> job = mac.job(mac.source("clip.mov"), mac.movie(), mac.output("clip.mov"));

        Spoken noCluster = mac.compressor(job, "-clustername", "Gone");
        Spoken noSource = mac.compressor(mac.job(folder.resolve("none.mov"), mac.movie(), mac.output("clip.mov")));
        Spoken noFlag = mac.compressor("-monitor");
        Spoken noMonitoredCluster = mac.batchMonitor("-clustername", "Gone", "-batchid", "none", "-query", "0");

        assertThat(List.of(noCluster, noSource, noFlag, noMonitoredCluster))
                .allSatisfy(complaint -> assertThat(complaint.exitCode()).isZero())
                .noneSatisfy(complaint -> assertThat(complaint.err()).isEmpty());
    }

    @Test
    void compressor52TakesOutputformatWhenItSubmits() throws Exception {
        Mac mac = mac(COMPRESSOR_5_2);

        Spoken queued = mac.compressor(
                mac.job(mac.source("clip.mov"), mac.movie(), mac.output("clip.mov")), "-outputformat", "json");

        assertThat(queued.out()).startsWith("{\n  \"batch\" : {");
    }

    @ParameterizedTest
    @EnumSource
    void anOutputWithoutAnExtensionGetsThatOfItsSetting(StandInGeneration generation) throws Exception {
        Mac mac = mac(generation);

        mac.compressor(mac.job(mac.source("clip.mov"), mac.setting("x", "MPEG4", "mp4"), mac.output("clip")));
        mac.pass(LONG);

        assertThat(mac.output("clip")).doesNotExist();
        assertThat(mac.output("clip.mp4")).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-checkstream", "-findletterbox"})
    void theUrlOfAFileToLookAtIsEncoded(String flag) throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        Path source = mac.source("ä clip.mov");

        assertThat(mac.compressor(flag, source.toUri().toASCIIString()).exitCode())
                .isZero();
        assertThat(mac.compressor(flag, source.toString()).exitCode()).isZero();
        assertThat(mac.compressor(flag, "file:///none%20there").exitCode()).isEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-checkstream", "-findletterbox", "-jobpath"})
    void aFileThatIsNotMediaIsNeitherCheckedNorModified(String flag) throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        String text = mac.source("notes.mov", "a text").toString();

        Spoken answer = flag.equals("-jobpath")
                ? mac.compressor(flag, text, "-renametrackswithlayouts")
                : mac.compressor(flag, text);

        assertThat(answer.exitCode()).isEqualTo(3);
        assertThat(answer.err()).contains("INVOKING METHOD OR ACCESSING MEMBER FOR NULL REFERENCE");
    }

    @Test
    void theNumberOfInstancesDecidesHowManyJobsAreEncodedAtOnce() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        assertThat(mac.compressor("-instances", "1").exitCode()).isZero();
        mac.submit("one", "one.mov");
        mac.submit("two", "two.mov");
        mac.pass(Duration.ofSeconds(2));
        String alone = mac.compressor("-monitor", "-once").out();
        assertThat(mac.compressor("-instances", "2").exitCode()).isZero();
        String together = mac.compressor("-monitor", "-once").out();

        assertThat(alone).containsOnlyOnce("<jobStatus");
        assertThat(together.split("<jobStatus", -1)).hasSize(3);
        assertThat(mac.compressor("-instances", "none").exitCode()).isEqualTo(255);
    }

    @Test
    void aFlagTakesAsManyValuesAsItShould() throws Exception {
        Mac mac = mac(COMPRESSOR_5_2);
        String movie = mac.source("clip.mov").toString();
        String output = mac.output("relabelled.mov").toString();

        assertThat(mac.compressor("-portRange", "50000", "100").exitCode()).isZero();
        assertThat(mac.compressor("-portRange", "50000").err()).contains("no value for -portRange");
        Spoken relabelled = mac.compressor(
                "-relabelaudiotracks",
                "L",
                "R",
                "-renametrackswithlayouts",
                "-jobpath",
                movie,
                "-locationpath",
                output);
        assertThat(relabelled).isEqualTo(new Spoken(0, "", relabelled.err()));
        assertThat(Path.of(output)).hasSameBinaryContentAs(Path.of(movie));
        assertThat(mac.compressor("-relabelcolorspace", "1", "1", "1", "-jobpath", movie)
                        .exitCode())
                .isZero();
    }

    @Test
    void compressor54HasNoFlagsForSharing() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        assertThat(mac.compressor("-help").out())
                .contains("-computergroup", "-instances")
                .doesNotContain("-sharing", "-requiresPassword", "-noPassword", "-networkInterface", "-portRange");
        assertThat(mac.compressor("-sharing", "on").err()).contains("Invalid parameter: -sharing");
        assertThat(mac(COMPRESSOR_4).compressor("-help").out())
                .contains("-sharing <on/off> -- ", "-portRange <startNumber> <count> -- ");
    }

    @Test
    void theFirstGenerationTakesAPasswordBesideTheCluster() throws Exception {
        Mac mac = mac(FINAL_CUT_STUDIO);

        Spoken queued = mac.compressor(
                mac.job(mac.source("clip.mov"), mac.movie(), mac.output("clip.mov")),
                "-clustername",
                "This Computer",
                "-password",
                "geheim");

        assertThat(queued.err()).contains("<batchID ").doesNotContain("geheim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"editor:geheim@fcs.example:51737", "tcp://fcs.example:51737", "tcp://fcs.example:51737/"})
    void theAddressOfAClusterHasTwoForms(String address) throws Exception {
        Mac mac = mac(FINAL_CUT_STUDIO);

        String id = mac.compressor(
                        mac.job(mac.source("clip.mov"), mac.movie(), mac.output("clip.mov")), "-clusterid", address)
                .id("batchID");

        assertThat(mac.batchMonitor("-clusterid", address, "-batchid", id, "-query", "0")
                        .out())
                .contains("batchid=\"" + id);
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPRESSOR_4", "COMPRESSOR_5_2", "COMPRESSOR_5_4"})
    void laterOnesTakeThisComputerForAGroupAsWell(StandInGeneration generation) throws Exception {
        Mac mac = mac(generation);

        mac.compressor(
                mac.job(mac.source("clip.mov"), mac.movie(), mac.output("clip.mov")),
                "-computergroup",
                "This Computer");
        mac.pass(LONG);

        assertThat(mac.output("clip.mov")).isNotEmptyFile();
    }

    @Test
    void aRangeIsInTheTimecodeOfItsSourceHoweverShortThatIs() throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        List<String> job = new ArrayList<>(mac.job(mac.source("clip.mov"), mac.movie(), mac.output("clip.mov")));
        job.addAll(List.of("-in", "10:00:00:00", "-out", "10:00:01:12"));

        assertThat(mac.compressor(job).err()).contains("<batchID ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"01:00:00:00", "01:00:00;00"})
    void timecodesTakeEitherSignBeforeTheFrames(String timecode) throws Exception {
        Mac mac = mac(COMPRESSOR_4);
        List<String> job = new ArrayList<>(mac.job(mac.source("clip.mov"), mac.movie(), mac.output("clip.mov")));
        job.addAll(List.of("-in", timecode));

        assertThat(mac.compressor(job).exitCode()).isZero();
    }

    @Test
    void everyHelpNamesTheFlagsOfItsGeneration() throws Exception {
        assertThat(mac(FINAL_CUT_STUDIO).compressor("-help").out())
                .contains("-clustername", "-destinationpath", "-batchfilepath")
                .doesNotContain("-computergroup");
        assertThat(mac(COMPRESSOR_4).compressor("-help").out())
                .contains("-computergroup", "-locationpath", "-monitor", "-kill")
                .doesNotContain("-outputformat", "-clustername");
        assertThat(mac(COMPRESSOR_5_2).compressor("-help").out()).contains("-outputformat", "-format");
        assertThat(mac(COMPRESSOR_5_4).compressor("-help").out()).contains("-outputformat", "-format");
    }

    @Test
    void aSubmissionWithoutAJobIsAParameterError() throws Exception {
        assertThat(mac(COMPRESSOR_5_4).compressor("-batchname", "x").err()).contains("Parameter error: ");
    }

    @Test
    void aCallThatEndsWellCanTellNoId() throws Exception {
        Mac mac = new Mac(folder, COMPRESSOR_5_4, with(new Fault.BatchIdMissing(true, Trigger.call(1))));

        Spoken spoken = mac.submit("b", "clip.mov");

        assertThat(spoken.exitCode()).isZero();
        assertThat(spoken.out() + spoken.err()).doesNotContain("ID");
        assertThat(mac.compressor("-monitor", "-once").out()).contains("<batchStatus name=\"b\"");
    }

    @Test
    void noiseComesBeforeTheIds() throws Exception {
        Mac mac = new Mac(folder, COMPRESSOR_4, with(new Fault.Noise("a lot of fuss", Trigger.ALWAYS)));

        assertThat(mac.submit("b", "clip.mov").err()).containsSubsequence("a lot of fuss", "batchID");
    }

    @Test
    void everySubmissionSeesToItThatTheServiceRuns() throws Exception {
        Mac mac = mac(COMPRESSOR_5_4);

        mac.submit("a", "a.mov");
        mac.submit("b", "b.mov");

        assertThat(mac.services()).isEqualTo(2);
    }

    private static Scenario with(Fault fault) {
        return Scenario.builder().fault(fault).build();
    }

    private static List<String> twoTargets(Mac mac) throws Exception {
        Path source = mac.source("clip.mov");
        List<String> jobs = new ArrayList<>(mac.job(source, mac.movie(), mac.output("a.mov")));
        jobs.addAll(mac.job(source, mac.movie(), mac.output("b.mov")));
        return jobs;
    }
}
