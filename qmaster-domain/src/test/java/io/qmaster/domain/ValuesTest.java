package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);
    private static final String UUID_TEXT = "9A8B7C6D-0000-4E11-8C22-1234567890AB";

    // ids

    @ParameterizedTest
    @ValueSource(strings = {"", "-batchid", "a b", "a/b", "é", "a\n", ".a", "_a"})
    void whatCouldBeAFlagOrAPathIsNoId(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchId(text))
                .withMessageContaining("is not a valid batch id: it must start with a letter or digit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JobId(text))
                .withMessageContaining("is not a valid job id");
    }

    @Test
    void anIdHasAtMost128Characters() {
        assertThat(new BatchId("a".repeat(128)).value()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchId("a".repeat(129)));
    }

    @Test
    void aRefusalOfAnIdShowsNoControlCharactersAndNoNovel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BatchId("\u001b" + "x".repeat(500)))
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .doesNotContain("\u001b")
                        .contains("�xx")
                        .hasSizeLessThan(350));
    }

    @Test
    void idsThatDifferInLetterCaseAreEqual() {
        assertThat(new BatchId(UUID_TEXT))
                .isEqualTo(new BatchId(UUID_TEXT.toLowerCase(Locale.ROOT)))
                .hasSameHashCodeAs(new BatchId(UUID_TEXT.toLowerCase(Locale.ROOT)))
                .hasToString(UUID_TEXT)
                .isNotEqualTo(new BatchId("other"))
                .isNotEqualTo(UUID_TEXT);
        assertThat(new JobId("j-1")).isEqualTo(new JobId("J-1")).hasSameHashCodeAs(new JobId("J-1"));
    }

    @Test
    void referencesAreEqualIfTheirIdsAndClustersAre() {
        BatchReference onNodes = BatchReference.of("B-1", "FCS Cluster");

        assertThat(BATCH)
                .isEqualTo(BatchReference.of("b-1", "this computer"))
                .hasSameHashCodeAs(BatchReference.of("b-1", "this computer"))
                .isEqualTo(new BatchReference(BATCH.id(), new Cluster.ThisComputer()))
                .isNotEqualTo(onNodes)
                .isNotEqualTo(BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME));
        assertThat(onNodes)
                .isEqualTo(BatchReference.of("B-1", "FCS Cluster"))
                .hasSameHashCodeAs(BatchReference.of("B-1", "FCS Cluster"))
                .isNotEqualTo(BatchReference.of("B-1", "fcs cluster"));
    }

    @Test
    void aDeadlineThatNeverComesIsFarAwayOnEveryClock() {
        Timekeeper beforeZero = (Timekeeper) Proxy.newProxyInstance(
                Timekeeper.class.getClassLoader(),
                new Class<?>[] {Timekeeper.class},
                (proxy, elapsedNanos, none) -> -1L);

        assertThat(Deadline.NEVER.remaining(beforeZero)).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
        assertThat(Deadline.NEVER.remaining(new VirtualClock())).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    }

    @Test
    void aSubmissionIdFollowsFromItsUuidAndEndsInItsToken() {
        SubmissionId id = SubmissionId.of(UUID.fromString("00000000-0000-0001-0000-000000000002"));

        assertThat(id.value()).isEqualTo("q" + "0".repeat(11) + "1" + "0".repeat(12) + "2");
        assertThat(id.token()).isEqualTo("0000000002");
        assertThat(SubmissionId.of(new UUID(-1, -1)).value()).matches("q[0-9a-z]{25}");
        assertThat(SubmissionId.random()).isNotEqualTo(SubmissionId.random());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "q", "Q0000000000000000000000001", "q000000000000000000000000x!", "B-1"})
    void aSubmissionIdHasOneForm(String text) {
        assertThat(SubmissionId.looksLike(text)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SubmissionId(text))
                .withMessageContaining("a submission id is \"q\" and 25 digits or lower-case letters");
    }

    // clusters and secrets

    @Test
    void thisComputerIsKnownByItsName() {
        assertThat(Cluster.named(" this computer ")).isSameAs(Cluster.THIS_COMPUTER);
        assertThat(Cluster.THIS_COMPUTER.displayName()).isEqualTo("This Computer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cluster.Named("This Computer"))
                .withMessage("use Cluster.THIS_COMPUTER");
    }

    @ParameterizedTest
    @CsvSource({
        "' ', must not be blank",
        "-clusterid, must not start with a dash: -clusterid",
        "'a\nb', must not contain control characters",
    })
    void aClusterHasAProperName(String name, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cluster.named(name))
                .withMessageEndingWith(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " user:hunter2@10.0.0.1:5100",
                "user:hunter2@10.0.0.1",
                "user:hunter2 @ home@render.local",
                "user:hunter2@10.0.0.1:port",
                "qmaster://user:hunter2@10.0.0.1",
                "some user:hunter2@10.0.0.1:5100",
                "hunter2@10.0.0.1",
                "hunter 2@10.0.0.1",
                "hunter2@10.0.0.1:5100",
                "hunter2@mac-3:5100",
                "hunter2@mac-3.local",
                "hunter2@localhost",
                "hunter2@[fe80::1%en0]",
                "qmaster://hunter2@10.0.0.1"
            })
    void anAddressIsNoNameSinceItsPasswordWouldBeShown(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cluster.named(address))
                .withMessage("this is not the name of a cluster but an address, which may hold a password");
    }

    @Test
    void aMaskedAddressAndANameWithAColonAndAnAtSignAreNames() {
        assertThat(Cluster.named("user:•••@10.0.0.1:5100").displayName()).isEqualTo("user:•••@10.0.0.1:5100");
        assertThat(Cluster.named("Studio 3: night@home").displayName()).isEqualTo("Studio 3: night@home");
        assertThat(Cluster.named("Encoders @ 10.0.0.1 and more").displayName()).startsWith("Encoders @");
    }

    @ParameterizedTest
    @CsvSource({
        "user:pass@10.0.0.1:5100, pass, 10.0.0.1",
        "user:p@s:s@host.local:1, p@s:s, host.local",
        "user:@[fe80::1%en0]:65535, '', [fe80::1%en0]",
    })
    void anAddressIsTakenApart(String text, String password, String host) {
        ClusterLogin login = ClusterLogin.parse(text);

        assertThat(login.password().reveal()).isEqualTo(password);
        assertThat(login.cluster().host()).isEqualTo(host);
        assertThat(login.cluster().user()).isEqualTo("user");
        assertThat(Cluster.address("user@" + host + text.substring(text.lastIndexOf(':'))))
                .isEqualTo(login.cluster());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hunter2", "user:hunter2@host", "-u:hunter2@host:1", "u:hunter2@ho st:1", ":hunter2@host:1"})
    void aTextThatIsNoAddressIsNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusterLogin.parse(text))
                .withMessage("a cluster address has the form user:password@host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:hunter2@host:1", "user@host", "user@host:port", "-user@host:1", "host:1", ""})
    void anAddressHasNoPasswordAndATextThatIsNoneIsNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cluster.address(text))
                .withMessage("a cluster address has the form user@host:port; its password is given as credentials");
    }

    @Test
    void credentialsKnowOnlyTheClustersThatTheyWereGiven() {
        ClusterLogin one = ClusterLogin.parse("user:hunter2@10.0.0.1:5100");
        ClusterLogin other = ClusterLogin.parse("user:@10.0.0.2:5100");
        Credentials both = one.or(other);

        assertThat(both.password(one.cluster())).contains(one.password());
        assertThat(both.password(other.cluster())).contains(Secret.of(""));
        assertThat(both.suffice(Cluster.address("user@10.0.0.1:5101"))).isFalse();
        assertThat(both.suffice(Cluster.named("FCS Cluster"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65_536, -1})
    void aPortIsInRange(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cluster.Address("user", "host", port))
                .withMessageContaining("must be 1 to 65535");
    }

    @ParameterizedTest
    @CsvSource({"-user, host", "us:er, host", "user, ho st", "user, ho@st", "'', host", "user, ''"})
    void anAddressCannotBeMadeWrongPartByPart(String user, String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cluster.Address(user, host, 1))
                .withMessageContaining("of a cluster address");
    }

    @Test
    void aPasswordIsInNoText() throws Exception {
        ClusterLogin login = ClusterLogin.parse("user:hunter2@10.0.0.1:5100");
        Cluster cluster = login.cluster();
        BatchReference reference = new BatchReference(new BatchId("B-1"), cluster);
        BatchLostException failure = new BatchLostException(
                Failure.withoutSubmission("X", "lost " + reference).of(reference));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }

        assertThat(List.of(
                        login.toString(),
                        cluster.toString(),
                        cluster.displayName(),
                        reference.toString(),
                        failure.failure().toString(),
                        failure.toString(),
                        BatchRequest.builder().cluster(cluster).build().toString(),
                        bytes.toString(StandardCharsets.ISO_8859_1)))
                .noneMatch(text -> text.contains("hunter2"));
    }

    @Test
    void aSecretIsMaskedWhereverItStands() {
        assertThat(Secret.of("abc").maskIn("xabcabcx")).isEqualTo("x••••••x");
        assertThat(Secret.of("").maskIn("abc")).isEqualTo("abc");
        assertThat(Secret.of("abc"))
                .hasToString("•••")
                .isEqualTo(Secret.of("abc"))
                .hasSameHashCodeAs(Secret.of("abc"))
                .isNotEqualTo(Secret.of("abd"));
    }

    // times and sizes

    @ParameterizedTest
    @CsvSource({"00:01:30;05, 00:01:30;05", "0:1:30:05, 00:01:30;05", "' 99:59:59;119 ', 99:59:59;119"})
    void aTimecodeIsSpelledAsTheEngineDoes(String text, String spelled) {
        assertThat(Timecode.parse(text)).hasToString(spelled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00:00:00", "00:60:00;00", "00:00:60;00", "00:00:00;120", "-1:00:00;00", "1h"})
    void whatIsNoTimecodeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Timecode.parse(text));
    }

    @Test
    void timecodesAreOrderedByTime() {
        assertThat(List.of("00:00:00;01", "00:00:01;00", "00:01:00;00", "01:00:00;00"))
                .map(Timecode::parse)
                .isSorted();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timecode(100, 0, 0, 0))
                .withMessage("the hours of a timecode must be 0 to 99, not 100");
    }

    @Test
    void aFrameSizeIsReadAsCompressorMeansIt() {
        assertThat(FrameSize.ofAutomatic(-100, -100)).isSameAs(FrameSize.SOURCE).hasToString("size of the source");
        assertThat(FrameSize.ofAutomatic(-50, -50))
                .isEqualTo(new FrameSize.Percent(50))
                .hasToString("50 % of the source");
        assertThat(FrameSize.ofAutomatic(-1280, 720))
                .isEqualTo(new FrameSize.FitWithin(1280, 720))
                .hasToString("fits 1280×720");
        assertThat(FrameSize.ofAutomatic(640, 360))
                .isEqualTo(new FrameSize.Exactly(640, 360))
                .hasToString("640×360");
    }

    @ParameterizedTest
    @CsvSource({"-50,-60", "0,0", "0,10", "10,0", "10,-10", "-2147483648,-2147483648", "-2147483648,100"})
    void numbersThatAreNoFrameSizeAreRefused(int width, int height) {
        assertThatIllegalArgumentException().isThrownBy(() -> FrameSize.ofAutomatic(width, height));
    }

    @Test
    void aFrameSizeCannotBeMadeWrongPartByPart() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameSize.Percent(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameSize.Exactly(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameSize.FitWithin(1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000.001"})
    void aFrameRateIsInRange(String rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageSequenceInput.FRAMES.frameRate(new BigDecimal(rate)))
                .withMessage("a frame rate must be more than 0 and at most 1000, not " + rate);
    }

    // statuses

    @ParameterizedTest
    @CsvSource({
        "'Waiting ', WAITING",
        "processing, PROCESSING",
        "PostProcessing, POST_PROCESSING",
        "Hold, HOLD",
        "Canceled, CANCELLED",
        "Cancelled, CANCELLED",
        "Successful, SUCCESSFUL",
        "Failed, FAILED",
        "Failed: 2x job controller down, FAILED",
        "Failure, UNKNOWN",
        "Unsuccessful, UNKNOWN",
        "'', UNKNOWN",
    })
    void aStatusTextStandsForAState(String words, BatchState state) {
        assertThat(StatusText.ofQmaster(words).state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"Failed: a: b, a: b", "Failed:, ", "Failed, ", "Processing: x, "})
    void onlyAFailureHasAReason(String words, String reason) {
        assertThat(StatusText.ofQmaster(words).reason()).isEqualTo(Optional.ofNullable(reason));
        assertThat(StatusText.ofQmaster(words)).hasToString(words);
    }

    @Test
    void onlyThreeStatesAreFinal() {
        assertThat(BatchState.values())
                .filteredOn(BatchState::isFinal)
                .containsExactly(BatchState.CANCELLED, BatchState.SUCCESSFUL, BatchState.FAILED);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101})
    void perCentAreInRange(int percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Progress.of(percent, Duration.ZERO, Duration.ZERO))
                .withMessage("a percentage must be 0 to 100, not " + percent);
    }

    @Test
    void timesOfProgressAreNotNegative() {
        Duration negative = Duration.ofSeconds(-1);

        assertThatIllegalArgumentException().isThrownBy(() -> Progress.of(1, negative, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Progress.of(1, Duration.ZERO, negative));
        assertThat(Progress.of(100, Duration.ZERO, Duration.ZERO).percentComplete())
                .hasValue(100);
    }

    @Test
    void perCentOfACancelledOrFailedBatchMeanNothing() {
        Progress full = new Progress(OptionalInt.of(100), Optional.of(Duration.ZERO), Optional.empty());

        assertThat(BatchStatus.of(BATCH, StatusText.ofQmaster("Failed"), Instant.EPOCH)
                        .with(full)
                        .progress()
                        .percentComplete())
                .isEmpty();
        assertThat(BatchStatus.of(BATCH, StatusText.ofQmaster("Cancelled"), Instant.EPOCH)
                        .with(full)
                        .progress()
                        .elapsed())
                .contains(Duration.ZERO);
        assertThat(BatchStatus.of(BATCH, StatusText.ofQmaster("Successful"), Instant.EPOCH)
                        .with(full)
                        .progress())
                .isEqualTo(full);
    }

    // requests

    @ParameterizedTest
    @ValueSource(strings = {" ", "-x", "a\tb"})
    void aBatchHasAProperName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchRequest.builder().batchName(name).build())
                .withMessageStartingWith("the name of a batch must");
    }

    @Test
    void aBatchNameHasAtMost200Characters() {
        assertThat(BatchRequest.builder().batchName("🚢".repeat(200)).build().batchName())
                .isPresent();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> BatchRequest.builder().batchName("x".repeat(201)).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\n"})
    void aRequestIdIsPlain(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchRequest.builder().requestId(id).build())
                .withMessageStartingWith("a request id is 1 to 200 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a\n"})
    void aLabelHasAProperKey(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchRequest.builder().label(key, "x").build())
                .withMessageContaining("the key of a label");
    }

    @Test
    void labelsComeInTheOrderOfTheirKeys() {
        assertThat(BatchRequest.builder()
                        .label("b", "2")
                        .label("a", "1")
                        .build()
                        .labels())
                .isEqualTo(Map.of("a", "1", "b", "2"))
                .hasToString("{a=1, b=2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "a\\b", "\n"})
    void aSuffixLeadsIntoNoOtherFolder(String suffix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Destination.directory(Path.of("out"), suffix))
                .withMessageContaining("no separators or control characters");
    }

    @Test
    void aRangeEndsAfterItBegins() {
        Optional<Timecode> ten = Optional.of(Timecode.parse("00:00:10;00"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JobOptions(
                        ten,
                        ten,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .withMessageContaining("before it begins");
    }

    @Test
    void aPriorityIsKnownByItsWord() {
        assertThat(Priority.of(" High ")).isEqualTo(Priority.HIGH);
        assertThat(Priority.LOW.word()).isEqualTo("low");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Priority.of("urgent"))
                .withMessage("a priority is low, medium or high, not \"urgent\"");
    }

    // orders and outputs

    private static Target target(int index, String source, String planned, boolean sequence) {
        SettingFacts setting = new SettingFacts(
                Path.of("/s.setting"),
                "S",
                SettingFacts.Origin.FILE,
                "QT",
                Optional.of("mp4"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                sequence,
                false,
                SettingDetails.NONE);
        Path path = Path.of(planned);
        return new Target(
                index,
                Path.of(source),
                setting,
                path,
                path,
                new FileMark(1, Instant.EPOCH),
                new FileMark(2, Instant.EPOCH),
                JobOptions.NONE);
    }

    private static BatchOrder order(Target... targets) {
        return new BatchOrder(
                SubmissionId.of(new UUID(1, 2)),
                Cluster.named("FCS Cluster"),
                Cluster.named("FCS Cluster"),
                Priority.LOW,
                "clip",
                false,
                List.of(targets),
                Map.of(),
                Optional.empty(),
                ExistingOutput.REFUSE,
                Publication.DIRECT);
    }

    @Test
    void anOrderNeedsATarget() {
        assertThatIllegalArgumentException().isThrownBy(() -> order()).withMessageContaining("at least one target");
    }

    @Test
    void idsOfJobsComeInTheOrderOfTargetsOrOfSources() {
        Target one = target(0, "/a.mov", "/out/1.mp4", false);
        Target two = target(1, "/a.mov", "/out/2.mp4", false);
        Target three = target(2, "/b.mov", "/out/3.mp4", false);
        BatchOrder order = order(one, two, three);
        List<JobId> shared = List.of(new JobId("J-1"), new JobId("J-2"));

        assertThat(order.jobOf(three, List.of(new JobId("J-1"), new JobId("J-2"), new JobId("J-3"))))
                .contains(new JobId("J-3"));
        assertThat(order.jobOf(two, shared)).contains(new JobId("J-1"));
        assertThat(order.jobOf(three, shared)).contains(new JobId("J-2"));
        assertThat(order.jobOf(one, List.of(new JobId("J-1")))).isEmpty();
    }

    @Test
    void anOrderElsewhereHasFallenBack() {
        BatchOrder order = order(target(0, "/a.mov", "/out/1.mp4", false));

        assertThat(order.fellBack()).isFalse();
        assertThat(order.at(Cluster.THIS_COMPUTER).fellBack()).isTrue();
    }

    @Test
    void aTargetKnowsEveryPathThatMayBeWritten() {
        assertThat(target(0, "/a.mov", "/out/clip.mov", false).possiblePaths())
                .containsExactly(Path.of("/out/clip.mov"), Path.of("/out/clip.mp4"));
        assertThat(target(0, "/a.mov", "/out/clip.mp4", false).possiblePaths())
                .containsExactly(Path.of("/out/clip.mp4"));
        assertThat(target(0, "/a.mov", "/out/clip.mov", true).possiblePaths())
                .containsExactly(Path.of("/out/clip"), Path.of("/out/clip.mov"), Path.of("/out/clip.mp4"));
    }

    @Test
    void aSuccessWithABadOutputHasFailed() {
        Target target = target(0, "/a.mov", "/out/1.mp4", false);
        BatchStatus success = BatchStatus.of(BATCH, StatusText.ofQmaster("Successful"), Instant.EPOCH);
        Output bad = Output.faulty(target, OutputFault.OUTPUT_MISSING, Optional.empty(), OptionalLong.empty());

        assertThat(new BatchResult(success, List.of(bad), false, Optional.empty(), Duration.ZERO).state())
                .isEqualTo(BatchState.FAILED);
        assertThat(new BatchResult(success, List.of(), false, Optional.empty(), Duration.ZERO).state())
                .isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void theOutputsOfAResultAreThePathsThatWereMade() {
        BatchStatus success = BatchStatus.of(BATCH, StatusText.ofQmaster("Successful"), Instant.EPOCH);
        Path path = Path.of("/out/1.mp4");
        Output made = Output.good(target(0, "/a.mov", "/out/1.mp4", false), path, 7, Instant.EPOCH);
        Output missing = Output.faulty(
                target(1, "/b.mov", "/out/2.mp4", false),
                OutputFault.OUTPUT_MISSING,
                Optional.empty(),
                OptionalLong.empty());
        Function<List<Output>, BatchResult> result =
                targets -> new BatchResult(success, targets, false, Optional.empty(), Duration.ZERO);

        assertThat(result.apply(List.of(made, missing)).outputs()).containsExactly(path);
        assertThat(result.apply(List.of(made, missing)).onlyOutput()).isEqualTo(path);
        assertThatThrownBy(result.apply(List.of(made, made))::onlyOutput)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has 2 outputs, not one");
        assertThatThrownBy(result.apply(List.of(missing))::onlyOutput).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anOutputThatWasNotCheckedIsNotCalledValid() {
        Target target = target(0, "/a.mov", "/out/1.mp4", false);

        assertThat(Output.none(target, BatchState.SUCCESSFUL, Optional.empty()).isGood())
                .isFalse();
        assertThat(Output.good(target, Path.of("/out/1.mp4"), 7, Instant.EPOCH).isGood())
                .isTrue();
    }

    // ports

    @Test
    void aPreviewIsALineThatAShellTakesApartAgain() {
        assertThat(new CommandPreview(List.of("/Compressor", "-batchname", "it's a \"name\"", "", "a;b", "x=1")))
                .hasToString("/Compressor -batchname 'it'\\''s a \"name\"' '' 'a;b' x=1");
    }

    @Test
    void anArgumentThatATerminalWouldNotShowAsItIsIsQuotedSoThatAShellReadsIt() {
        assertThat(new CommandPreview(List.of("a\nb'c\\d\u001b[2J", "x\u202ey\u00a0z")))
                .hasToString("$'a\\012b\\'c\\\\d\\033[2J' $'x\\342\\200\\256y\u00a0z'");
    }

    @Test
    void aDeadlineIsCountedOnTheTimeOfItsTimekeeper() {
        VirtualClock clock = new VirtualClock();
        Deadline deadline = Deadline.after(Duration.ofSeconds(10), clock);
        clock.advance(Duration.ofSeconds(4));

        assertThat(deadline.remaining(clock)).isEqualTo(Duration.ofSeconds(6));
        assertThat(deadline.hasPassed(clock)).isFalse();
        clock.advance(Duration.ofSeconds(6));
        assertThat(deadline.hasPassed(clock)).isTrue();
        assertThat(deadline.remaining(clock)).isZero();
        clock.advance(Duration.ofSeconds(6));
        assertThat(deadline.remaining(clock)).isZero();
    }

    @Test
    void aDeadlineBeyondCountingIsNever() {
        Deadline never = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), new VirtualClock());

        assertThat(never).isEqualTo(Deadline.NEVER);
        assertThat(new Deadline(5).orEarlier(never)).isEqualTo(new Deadline(5));
        assertThat(never.orEarlier(new Deadline(5))).isEqualTo(new Deadline(5));
    }

    @Test
    void aFailureCarriesWhatIsKnown() {
        SubmissionId submission = SubmissionId.of(new UUID(1, 2));
        IllegalStateException cause = new IllegalStateException("root");
        Failure failure = Failure.withoutSubmission("CODE", "message")
                .hint("advice")
                .worthRetrying()
                .of(submission)
                .of(BATCH)
                .because(cause);
        BatchLostException lost = new BatchLostException(failure);

        assertThat(lost).hasMessage("message").hasCause(cause);
        assertThat(lost.code()).isEqualTo("CODE");
        assertThat(lost.hint()).isEqualTo("advice");
        assertThat(lost.isRetryable()).isTrue();
        assertThat(lost.fate()).contains(QueueFate.QUEUED);
        assertThat(lost.submissionId()).contains(submission);
        assertThat(lost.batch()).contains(BATCH);
        assertThat(failure.fate(QueueFate.UNKNOWN).fate()).contains(QueueFate.UNKNOWN);
    }

    // policy

    @Test
    void noTimeOfAPolicyIsNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Policy.DEFAULT.submissionTimeout(Duration.ZERO))
                .withMessage("the submission timeout must be positive, not PT0S");
        assertThatIllegalArgumentException().isThrownBy(() -> Policy.DEFAULT.settleWindow(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Policy.DEFAULT.statusTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Policy.DEFAULT.pollEvery(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Policy.DEFAULT.lostAfter(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Policy.DEFAULT.statusPatience(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Policy.DEFAULT.controlTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> Policy.DEFAULT.retryDelays(List.of(Duration.ZERO)));
    }
}
