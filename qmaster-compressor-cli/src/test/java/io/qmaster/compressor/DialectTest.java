package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ClusterLogin;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Timecode;
import io.qmaster.domain.port.Capability;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DialectTest {
    private static final Path COMPRESSOR = Path.of("/Applications/Compressor.app/Contents/MacOS/Compressor");
    private static final Path MONITOR =
            Path.of("/Applications/Utilities/Batch Monitor.app/Contents/MacOS/Batch Monitor");
    private static final Cluster CLUSTER = Cluster.named("FCS Cluster");
    private static final BatchReference BATCH =
            new BatchReference(new BatchId("0E847C38-4CF5-4BBE-9196-384FF2820CC8"), CLUSTER);
    private static final ClusterLogin ADMIN = ClusterLogin.parse("admin:s3cret@10.0.0.1:50000");

    @Test
    void finalCutStudioTakesClusterNameAndDestinationPath() {
        assertThat(Dialect.FINAL_CUT_STUDIO
                        .submission(COMPRESSOR, Orders.at(CLUSTER, "/in/a.mov"), Credentials.NONE, AnswerFormat.LEGACY)
                        .arguments())
                .containsExactly(
                        "-clustername", "FCS Cluster",
                        "-batchname", "My Batch",
                        "-priority", "high",
                        "-jobpath", "/in/a.mov",
                        "-settingpath", "/settings/HD 720p.compressorsetting",
                        "-destinationpath", "/out/1.mov");
    }

    @Test
    void finalCutStudioCallsTheMachineItselfThisComputer() {
        assertThat(Dialect.FINAL_CUT_STUDIO
                        .submission(COMPRESSOR, Orders.of("/in/a.mov"), Credentials.NONE, AnswerFormat.LEGACY)
                        .arguments())
                .startsWith("-clustername", "This Computer");
    }

    @Test
    void aClusterAddressIsHandedOverWholeAndShownMasked() {
        Command command = Dialect.FINAL_CUT_STUDIO.submission(
                COMPRESSOR, Orders.at(ADMIN.cluster(), "/in/a.mov"), ADMIN, AnswerFormat.LEGACY);

        assertThat(command.arguments()).startsWith("-clusterid", "admin:s3cret@10.0.0.1:50000");
        assertThat(command.preview().arguments()).contains("admin:•••@10.0.0.1:50000");
        assertThat(command.toString()).doesNotContain("s3cret");
    }

    @Test
    void anAddressWhosePasswordIsNotKnownIsNotHandedOver() {
        assertThatThrownBy(() -> Dialect.FINAL_CUT_STUDIO.submission(
                        COMPRESSOR,
                        Orders.at(ADMIN.cluster(), "/in/a.mov"),
                        ClusterLogin.parse("admin:s3cret@10.0.0.2:50000"),
                        AnswerFormat.LEGACY))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessage("the password of the cluster admin:•••@10.0.0.1:50000 is not known");
    }

    @Test
    void anAddressStandsWithoutAName() {
        assertThat(Dialect.FINAL_CUT_STUDIO
                        .submission(COMPRESSOR, Orders.at(ADMIN.cluster(), "/in/a.mov"), ADMIN, AnswerFormat.LEGACY)
                        .arguments())
                .contains("-clusterid")
                .doesNotContain("-clustername");
    }

    @Test
    void onlyCompressor5IsAskedForJson() {
        assertThat(Dialect.FINAL_CUT_STUDIO.submissionFormats()).containsExactly(AnswerFormat.LEGACY);
        assertThat(Dialect.COMPRESSOR_4.submissionFormats()).containsExactly(AnswerFormat.LEGACY);
        assertThat(Dialect.COMPRESSOR_4.statusFormats()).containsExactly(AnswerFormat.LEGACY);
        assertThat(Dialect.COMPRESSOR_5
                        .submission(
                                COMPRESSOR, Orders.of("/in/a.mov"), Credentials.NONE, AnswerFormat.OUTPUT_FORMAT_JSON)
                        .arguments())
                .endsWith("-outputformat", "json");
    }

    @Test
    void laterOnesTakeComputerGroupAndLocationPath() {
        assertThat(Dialect.COMPRESSOR_4
                        .submission(COMPRESSOR, Orders.at(CLUSTER, "/in/a.mov"), Credentials.NONE, AnswerFormat.LEGACY)
                        .arguments())
                .startsWith("-computergroup", "FCS Cluster")
                .contains("-locationpath")
                .doesNotContain("-destinationpath", "-outputformat");
    }

    @Test
    void laterOnesMeanThisComputerWhenNoGroupIsNamed() {
        assertThat(Dialect.COMPRESSOR_5
                        .submission(
                                COMPRESSOR, Orders.of("/in/a.mov"), Credentials.NONE, AnswerFormat.OUTPUT_FORMAT_JSON)
                        .arguments())
                .startsWith("-batchname", "My Batch")
                .doesNotContain("-computergroup")
                .endsWith("-outputformat", "json");
    }

    @Test
    void theGroupOfAJobIsRepeatedForEachSource() {
        assertThat(Dialect.COMPRESSOR_5
                        .submission(
                                COMPRESSOR, Orders.of("/in/a.mov", "/in/b.mov"), Credentials.NONE, AnswerFormat.LEGACY)
                        .arguments())
                .containsSubsequence(
                        "-jobpath",
                        "/in/a.mov",
                        "-locationpath",
                        "/out/1.mov",
                        "-jobpath",
                        "/in/b.mov",
                        "-locationpath",
                        "/out/2.mov");
    }

    @Test
    void aSourceIsNeverUrlEncoded() {
        assertThat(Dialect.COMPRESSOR_5
                        .submission(COMPRESSOR, Orders.of("/in/a b%20ü.mov"), Credentials.NONE, AnswerFormat.LEGACY)
                        .arguments())
                .contains("/in/a b%20ü.mov");
    }

    @Test
    void aRelativePathWithALeadingDashBecomesAbsolute() {
        assertThat(Dialect.COMPRESSOR_5
                        .submission(COMPRESSOR, Orders.of("-kill"), Credentials.NONE, AnswerFormat.LEGACY)
                        .arguments())
                .contains(Path.of("-kill").toAbsolutePath().toString())
                .doesNotContain("-kill");
    }

    @Test
    void everythingThatAJobCanSayIsHandedOver() {
        JobOptions options = new JobOptions(
                Optional.of(Timecode.parse("00:00:01;00")),
                Optional.of(Timecode.parse("00:00:09;12")),
                Optional.of(Timecode.parse("01:00:00;00")),
                Optional.of(Path.of("/in/chapters.txt")),
                Optional.of(Path.of("/in/annotations.plist")),
                Optional.of(Path.of("/in/captions.scc")),
                Optional.empty());

        assertThat(Dialect.COMPRESSOR_4
                        .submission(
                                COMPRESSOR, Orders.with(options, "/in/a.mov"), Credentials.NONE, AnswerFormat.LEGACY)
                        .arguments())
                .endsWith(
                        "-scc", "/in/captions.scc",
                        "-startoffset", "01:00:00;00",
                        "-in", "00:00:01;00",
                        "-out", "00:00:09;12",
                        "-annotations", "/in/annotations.plist",
                        "-chapters", "/in/chapters.txt");
    }

    @Test
    void frameRateAndAudioOfAnImageSequenceStandBehindAQuestionMark() {
        JobOptions options = imageSequence("/in/sound.aiff");

        assertThat(Dialect.COMPRESSOR_5
                        .submission(
                                COMPRESSOR, Orders.with(options, "/in/frames"), Credentials.NONE, AnswerFormat.LEGACY)
                        .arguments())
                .contains("/in/frames?frameRate=29.97&audio=/in/sound.aiff");
    }

    @Test
    void pathsThatWouldBeTakenForParametersAreSaid() {
        assertThat(Dialect.inexpressible(Orders.of("/in/a?.mov"))).isPresent();
        assertThat(Dialect.inexpressible(Orders.with(imageSequence("/in/R&B.aiff"), "/in/frames")))
                .isPresent();
        assertThat(Dialect.inexpressible(Orders.of("/in/R&B.mov"))).isEmpty();
    }

    @Test
    void finalCutStudioAsksBatchMonitorForOneBatchOnce() {
        Command question = Dialect.FINAL_CUT_STUDIO.statusQuery(MONITOR, BATCH, Credentials.NONE, AnswerFormat.LEGACY);

        assertThat(question.program()).isEqualTo(MONITOR);
        assertThat(question.arguments())
                .containsExactly(
                        "-clustername", "FCS Cluster", "-batchid", BATCH.id().value(), "-query", "0");
    }

    @Test
    void compressor4AsksItselfOnce() {
        assertThat(Dialect.COMPRESSOR_4
                        .statusQuery(COMPRESSOR, BATCH, Credentials.NONE, AnswerFormat.LEGACY)
                        .arguments())
                .containsExactly("-monitor", "-batchid", BATCH.id().value(), "-once");
    }

    @Test
    void compressor53TakesOutputFormatAtTheEnd() {
        assertThat(Dialect.COMPRESSOR_5
                        .statusQuery(COMPRESSOR, BATCH, Credentials.NONE, AnswerFormat.OUTPUT_FORMAT_JSON)
                        .arguments())
                .containsExactly("-monitor", "-batchid", BATCH.id().value(), "-once", "-outputformat", "json");
    }

    @Test
    void compressor52TakesFormatOnlyRightBehindMonitor() {
        assertThat(Dialect.COMPRESSOR_5
                        .statusQuery(COMPRESSOR, BATCH, Credentials.NONE, AnswerFormat.FORMAT_JSON)
                        .arguments())
                .containsExactly(
                        "-monitor", "-format", "json", "-batchid", BATCH.id().value(), "-once");
    }

    @Test
    void withoutAnIdTheMonitorListsEveryBatch() {
        assertThat(Dialect.COMPRESSOR_5
                        .listing(COMPRESSOR, AnswerFormat.OUTPUT_FORMAT_JSON)
                        .arguments())
                .containsExactly("-monitor", "-once", "-outputformat", "json");
    }

    @Test
    void laterOnesKillPauseAndResume() {
        assertThat(Dialect.COMPRESSOR_4
                        .control(COMPRESSOR, BATCH.id(), ControlAction.CANCEL)
                        .arguments())
                .containsExactly("-kill", "-batchid", BATCH.id().value());
        assertThat(Dialect.COMPRESSOR_5
                        .control(COMPRESSOR, BATCH.id(), ControlAction.PAUSE)
                        .arguments())
                .startsWith("-pause");
        assertThat(Dialect.COMPRESSOR_5
                        .control(COMPRESSOR, BATCH.id(), ControlAction.RESUME)
                        .arguments())
                .startsWith("-resume");
    }

    @Test
    void aJobIsNamedByItsOwnFlag() {
        JobId job = new JobId("J-1");

        assertThat(Dialect.COMPRESSOR_4
                        .control(COMPRESSOR, job, ControlAction.CANCEL)
                        .arguments())
                .containsExactly("-kill", "-jobid", "J-1");
        assertThat(Dialect.COMPRESSOR_5
                        .statusQuery(COMPRESSOR, job, AnswerFormat.OUTPUT_FORMAT_JSON)
                        .arguments())
                .containsExactly("-monitor", "-jobid", "J-1", "-once", "-outputformat", "json");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void noCommandRestartsTheServicesOfTheMachine(Dialect dialect) {
        List<Command> commands = new ArrayList<>();
        for (AnswerFormat format : AnswerFormat.values()) {
            commands.add(dialect.submission(COMPRESSOR, Orders.at(CLUSTER, "/in/a.mov"), Credentials.NONE, format));
            commands.add(dialect.statusQuery(MONITOR, BATCH, Credentials.NONE, format));
            commands.add(dialect.listing(MONITOR, format));
        }
        for (ControlAction action : ControlAction.values()) {
            commands.add(dialect.control(COMPRESSOR, BATCH.id(), action));
            commands.add(dialect.control(COMPRESSOR, new JobId("J-1"), action));
        }

        assertThat(commands)
                .allSatisfy(command -> assertThat(command.arguments())
                        .doesNotContain("-resetBackgroundProcessing", "-repairCompressor", "-sharing", "-instances"));
    }

    @Test
    void whatAGenerationLacksIsAMissingCapability() {
        assertThat(Dialect.FINAL_CUT_STUDIO.capabilities())
                .contains(Capability.CLUSTER_ADDRESS)
                .doesNotContain(Capability.LIST, Capability.CONTROL, Capability.IMAGE_SEQUENCE_SOURCE);
        assertThat(Dialect.COMPRESSOR_5.capabilities())
                .contains(Capability.LIST, Capability.CONTROL)
                .doesNotContain(Capability.CLUSTER_ADDRESS);
    }

    @Test
    void helpTellsTheGeneration() {
        assertThat(Dialect.ofHelp("usage: -clustername <name> -clusterid <id>")).contains(Dialect.FINAL_CUT_STUDIO);
        assertThat(Dialect.ofHelp("  -computergroup <name>\n  -monitor")).contains(Dialect.COMPRESSOR_4);
        assertThat(Dialect.ofHelp("-computergroup <name> -outputformat <legacy|xml|json>"))
                .contains(Dialect.COMPRESSOR_5);
        assertThat(Dialect.ofHelp("usage: ffmpeg [options]")).isEmpty();
    }

    @Test
    void wordsNameTheGenerations() {
        assertThat(Dialect.of("Final-Cut-Studio")).isEqualTo(Dialect.FINAL_CUT_STUDIO);
        assertThat(Dialect.COMPRESSOR_5.word()).isEqualTo("compressor-5");
        assertThatThrownBy(() -> Dialect.of("compressor-6"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("compressor-4");
    }

    private static JobOptions imageSequence(String audio) {
        return new JobOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(ImageSequenceInput.FRAMES
                        .frameRate(new BigDecimal("29.97"))
                        .audio(Path.of(audio))));
    }
}
