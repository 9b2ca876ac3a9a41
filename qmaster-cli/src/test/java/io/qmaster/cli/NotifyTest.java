package io.qmaster.cli;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.qmaster.cli.command.Signals.Signal;
import io.qmaster.cli.webhook.Answer;
import io.qmaster.cli.webhook.Notice;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The notices of {@code --notify}: their receivers, their senders, and how often they are sent. */
class NotifyTest {
    private static final String URL = "https://jo:s3cret@hooks.example/T0KEN?key=v4lue";
    private static final Answer TAKEN = new Answer.Taken("HTTP 204");
    private static final Answer BUSY = new Answer.Later("HTTP 503", Optional.empty());
    private static final Answer NEVER = new Answer.Never("HTTP 404");

    @TempDir
    private Path folder;

    private final VirtualSimulator simulator = Simulator.onVirtualTime(
            Scenario.builder().jobsTake(Duration.ofMinutes(10)).build());
    private Bench bench;
    private final List<Notice> sent = new ArrayList<>();
    private final List<Duration> moments = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private Answer otherwise = TAKEN;

    @BeforeEach
    void makeBench() {
        bench = bench(new Bench(folder, simulator));
    }

    private Bench bench(Bench one) {
        one.post = (webhook, notice, signature) -> {
            sent.add(notice);
            moments.add(Duration.ofNanos(simulator.clock().elapsedNanos()));
            return CompletableFuture.completedFuture(answers.isEmpty() ? otherwise : answers.remove());
        };
        return one;
    }

    @Test
    void theEndIsToldAsJsonPrintsIt() {
        Bench.Run run = bench.submit("--wait", "--json", "--label", "reel=12", "--notify", URL);

        assertThat(run.code()).isZero();
        assertThat(sent).singleElement().satisfies(notice -> {
            assertThat(notice.event()).isEqualTo("ended");
            assertThat(notice.body()).isEqualTo(run.lines().get(run.lines().size() - 1));
            assertThat(notice.key()).isEqualTo(submission(run) + ".ended");
        });
        assertThat(bench.run("agent", "--once").code()).isZero();
        assertThat(sent).hasSize(1);
    }

    @Test
    void aFailedBatchIsToldAsWell() throws IOException {
        String id = bench.submit("--notify", URL).out().strip();
        simulator.clock().advance(Duration.ofMinutes(30));
        Files.delete(bench.out().resolve("clip.mov"));

        assertThat(bench.run("wait", id).code()).isEqualTo(1);

        assertThat(sent)
                .singleElement()
                .satisfies(notice -> assertThat(notice.body()).contains("\"exitCode\":1"));
    }

    @Test
    void troubleThatPassesIsTriedAgainWithGrowingPauses() {
        answers.addAll(List.of(BUSY, BUSY, TAKEN));

        Bench.Run run = bench.submit("--wait", "--notify", URL);

        assertThat(run.code()).isZero();
        assertThat(run.err()).doesNotContain("warning");
        assertThat(sent).hasSize(3).containsOnly(sent.get(0));
        assertThat(pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void troubleThatDoesNotPassIsLeftToTheAgentAndChangesNoExitCode() {
        otherwise = BUSY;

        Bench.Run run = bench.submit("--wait", "--notify", URL);

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("warning", "https://hooks.example/•••", "HTTP 503", "qmaster agent");
        assertThat(pauses()).allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(10)));

        otherwise = TAKEN;
        int before = sent.size();
        assertThat(bench.run("agent", "--once").code()).isZero();
        assertThat(bench.run("agent", "--once").code()).isZero();
        assertThat(sent).hasSize(before + 1).containsOnly(sent.get(0));
    }

    @Test
    void theAgentGivesUpAfterADay() {
        otherwise = BUSY;
        bench.submit("--notify", URL);
        simulator.clock().schedule(Duration.ofHours(26), () -> bench.signal(Signal.TERM));

        Bench.Run run = bench.run("agent");

        assertThat(run.err().lines().filter(line -> line.contains("given up"))).hasSize(1);
        assertThat(moments.get(moments.size() - 1).minus(moments.get(0)))
                .isBetween(Duration.ofDays(1), Duration.ofDays(1).plusMinutes(11));
        assertThat(pauses()).allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofMinutes(10)));
        int before = sent.size();
        bench.run("agent", "--once");
        assertThat(sent).hasSize(before);
    }

    @Test
    void theOtherSideIsLeftInPeaceAsLongAsItAsksButForAnHourAtMost() {
        answers.add(new Answer.Later("HTTP 429", Optional.of(Duration.ofMinutes(20))));
        answers.add(new Answer.Later("HTTP 429", Optional.of(Duration.ofDays(100))));
        bench.submit("--notify", URL);
        simulator.clock().schedule(Duration.ofHours(2), () -> bench.signal(Signal.TERM));

        bench.run("agent");

        assertThat(pauses()).containsExactly(Duration.ofMinutes(20), Duration.ofHours(1));
    }

    @Test
    void anotherProgramLeavesTheOtherSideInPeaceToo() {
        answers.add(new Answer.Later("HTTP 429", Optional.of(Duration.ofMinutes(20))));
        bench.submit("--wait", "--notify", URL);

        bench.run("agent", "--once");
        assertThat(sent).hasSize(1);

        simulator.clock().advance(Duration.ofMinutes(20));
        bench.run("agent", "--once");
        assertThat(sent).hasSize(2);
    }

    @Test
    void aPermanentRefusalIsReportedOnceAndNotSentAgain() {
        otherwise = NEVER;

        Bench.Run run = bench.submit("--wait", "--notify", URL);

        assertThat(run.code()).isZero();
        assertThat(run.err().lines().filter(line -> line.contains("HTTP 404"))).hasSize(1);
        assertThat(bench.run("agent", "--once").err()).doesNotContain("404");
        assertThat(sent).hasSize(1);
    }

    @Test
    void manyNoticesThatCannotBeDeliveredAreReportedTogether() {
        otherwise = BUSY;
        for (int batch = 0; batch < 21; batch++) {
            bench.submit("--suffix", "-" + batch, "--notify", URL);
        }
        simulator.clock().advance(Duration.ofDays(1));

        Bench.Run run = bench.run("agent", "--once");

        assertThat(run.code()).isZero();
        assertThat(run.err().lines().filter(line -> line.contains("is not delivered yet")))
                .hasSizeLessThan(2);
        assertThat(run.err().lines().filter(line -> line.contains("could not be delivered")))
                .singleElement(as(STRING))
                .contains("21 notices to https://hooks.example/", "HTTP 503");
    }

    @Test
    void noticesToManyHostsThatCannotBeDeliveredAreOneLineForEachCause() {
        otherwise = BUSY;
        for (int batch = 0; batch < 3; batch++) {
            bench.submit(Stream.concat(Stream.of("--suffix", "-" + batch), toHosts(100))
                    .toArray(String[]::new));
        }
        simulator.clock().advance(Duration.ofDays(1));

        Bench.Run run = bench.run("agent", "--once");

        assertThat(run.err().lines().filter(line -> line.contains("could not be delivered")))
                .singleElement(as(STRING))
                .contains("300 notices to 100 hosts could not be delivered: HTTP 503")
                .contains("the hosts are https://host-0.example/")
                .endsWith(" and 90 more");
        assertThat(run.err().lines().filter(line -> line.contains("notice"))).hasSizeLessThan(25);
    }

    @Test
    void noticesThatManyHostsRefuseAreABoundedNumberOfLines() {
        otherwise = NEVER;

        Bench.Run run =
                bench.submit(Stream.concat(Stream.of("--wait"), toHosts(100)).toArray(String[]::new));

        assertThat(run.err().lines().filter(line -> line.contains("notice"))).hasSizeLessThan(25);
        assertThat(run.err()).contains("further messages about notices are in the log file only");
    }

    private static Stream<String> toHosts(int number) {
        return IntStream.range(0, number)
                .boxed()
                .flatMap(host -> Stream.of("--notify", "https://host-" + host + ".example/x"));
    }

    static Stream<Answer> failuresInPassing() {
        return Stream.of(new Answer.Unreachable("Connection refused"), BUSY);
    }

    @ParameterizedTest
    @MethodSource("failuresInPassing")
    void aHostThatTakesNothingNowIsNotTriedWithEveryNotice(Answer failure) {
        otherwise = failure;
        for (int batch = 0; batch < 30; batch++) {
            bench.submit("--suffix", "-" + batch, "--notify", URL);
        }
        simulator.clock().advance(Duration.ofDays(1));

        Bench.Run first = bench.run("agent", "--once");
        List<Notice> tried = List.copyOf(sent);
        bench.run("agent", "--once");
        List<Notice> triedNext = List.copyOf(sent.subList(tried.size(), sent.size()));
        otherwise = TAKEN;
        sent.clear();
        bench.run("agent", "--once");

        assertThat(first.err().lines().filter(line -> line.contains("could not be delivered")))
                .singleElement(as(STRING))
                .contains("30 notices to https://hooks.example/", failure.words());
        assertThat(tried).hasSizeBetween(3, 7).doesNotHaveDuplicates();
        assertThat(triedNext).isNotEmpty().doesNotContainAnyElementsOf(tried);
        assertThat(sent).hasSize(30).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("failuresInPassing")
    void theAgentReportsAHostThatTakesNothingOnceAndDeliversEverythingWhenItIsBack(Answer failure) {
        otherwise = failure;
        for (int batch = 0; batch < 30; batch++) {
            bench.submit("--suffix", "-" + batch, "--notify", URL);
        }
        simulator.clock().schedule(Duration.ofHours(2), () -> {
            sent.clear();
            otherwise = TAKEN;
        });
        simulator.clock().schedule(Duration.ofHours(3), () -> bench.signal(Signal.TERM));

        Bench.Run run = bench.run("agent");

        assertThat(run.code()).isEqualTo(143);
        assertThat(run.err().lines().filter(line -> line.contains("is not delivered yet")))
                .hasSize(1);
        assertThat(sent).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void manyNoticesToAHostThatFailsAreFewAttemptsAndTheFilesOfTheOthersAreLeftAlone() throws IOException {
        otherwise = BUSY;
        bench.submit("--wait", "--notify", URL);
        Path file = filesOfTheOutbox("open").get(0);
        byte[] records = Files.readAllBytes(file);
        for (int copy = 1; copy < 200; copy++) {
            Files.write(file.resolveSibling(String.format("q%025d", copy)), records);
        }
        simulator.clock().advance(Duration.ofMinutes(10));
        sent.clear();

        bench.run("agent", "--once");

        assertThat(sent).hasSizeBetween(1, 5);
        assertThat(filesOfTheOutbox("open"))
                .filteredOn(one -> one.toFile().length() > records.length)
                .as("files that were written to")
                .hasSameSizeAs(sent);
    }

    @Test
    void withoutWaitTheAgentTells() {
        Bench.Run run = bench.submit("--json", "--notify", URL);
        assertThat(sent).isEmpty();
        bench.run("agent", "--once");
        assertThat(sent).isEmpty();

        simulator.clock().advance(Duration.ofMinutes(30));
        bench.run("agent", "--once");

        assertThat(sent).extracting(Notice::key).containsExactly(submission(run) + ".ended");
    }

    @Test
    void whatItsProgramDidNotLiveToTellIsToldFromTheJournal() {
        Bench.Run run = bench.submit("--label", "reel=12", "--json", "--notify", URL);
        simulator.clock().advance(Duration.ofMinutes(30));
        // Ends it without an event.
        bench.run("recover");
        assertThat(sent).isEmpty();

        bench.run("agent", "--once");

        assertThat(sent).singleElement().satisfies(notice -> {
            assertThat(notice.event()).isEqualTo("ended");
            assertThat(notice.body())
                    .contains("\"submissionId\":\"" + submission(run), "\"reel\":\"12\"", "\"state\":\"SUCCESSFUL\"");
        });
    }

    @Test
    void whoStopsWaitingLeavesTheRestToTheAgent() {
        simulator.clock().schedule(Duration.ofMinutes(1), () -> bench.signal(Signal.TERM));
        assertThat(bench.submit("--wait", "--notify", URL).code()).isEqualTo(143);
        assertThat(sent).isEmpty();

        simulator.clock().advance(Duration.ofMinutes(30));
        bench.run("agent", "--once");

        assertThat(sent).hasSize(1);
    }

    @Test
    void aCancelledBatchIsToldBeforeTheProgramLeaves() {
        answers.add(BUSY);
        simulator.clock().schedule(Duration.ofMinutes(1), () -> bench.signal(Signal.INT));

        assertThat(bench.submit("--wait", "--notify", URL).code()).isEqualTo(130);

        assertThat(sent)
                .hasSize(2)
                .allSatisfy(notice -> assertThat(notice.body()).contains("\"cause\":\"interrupt\""));
    }

    @Test
    void severalWebhooksAreToldEach() {
        answers.addAll(List.of(NEVER, TAKEN));

        bench.submit("--wait", "--notify", URL, "--notify", "http://other.example/", "--notify", URL);

        assertThat(sent).hasSize(2);
    }

    @Test
    void aBatchThatIsNotListedIsReportedWhileItIsWaitedFor() {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1");
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME))
                .shows(Duration.ZERO, "Processing")
                .vanishes(Duration.ofMinutes(5));
        Bench losing = bench(new Bench(folder, scripted));
        losing.submit("--notify", URL);
        scripted.clock().schedule(Duration.ofMinutes(20), () -> losing.signal(Signal.TERM));
        losing.run("agent");
        assertThat(sent).extracting(Notice::event).containsExactly("lost");

        scripted.clock().schedule(Duration.ofMinutes(20), () -> losing.signal(Signal.TERM));
        losing.run("agent");

        assertThat(sent).hasSize(1);
    }

    @Test
    void waitSendsWhatOthersDidNotGetThrough() {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1");
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME))
                .shows(Duration.ZERO, "Processing")
                .vanishes(Duration.ofMinutes(5))
                .shows(Duration.ofMinutes(30), "Processing");
        Bench losing = bench(new Bench(folder, scripted));
        otherwise = BUSY;
        losing.submit("--notify", URL);
        scripted.clock().schedule(Duration.ofMinutes(20), () -> losing.signal(Signal.TERM));
        losing.run("agent");
        scripted.clock().advance(Duration.ofMinutes(20));
        sent.clear();
        otherwise = TAKEN;

        assertThat(losing.run("wait", "B-1", "--timeout", "1s").code()).isEqualTo(124);

        assertThat(sent).extracting(Notice::event).containsExactly("lost");
    }

    @Test
    void whatIsGivenUpIsTold() {
        Bench forgetful = bench(new Bench(folder, new ScriptedBackend().queues("B-1")));
        forgetful.submit("--notify", URL);
        forgetful.run("recover", "--give-up", "--unasked", "B-1");

        forgetful.run("agent", "--once");
        forgetful.run("agent", "--once");

        assertThat(sent).singleElement().satisfies(notice -> {
            assertThat(notice.event()).isEqualTo("recovered");
            assertThat(notice.body()).contains("\"finding\":\"GIVEN_UP\"");
        });
    }

    @Test
    void aRefusedSubmissionIsNotReportedAndLeavesNothing() {
        Bench refused = bench(new Bench(
                folder,
                new ScriptedBackend()
                        .attempt(new SubmissionOutcome.Refused(
                                RefusalKind.PARAMETER_ERROR, "no", OptionalInt.of(1), false))));

        assertThat(refused.submit("--notify", URL).code()).isEqualTo(4);

        refused.run("agent", "--once");
        assertThat(sent).isEmpty();
        assertThat(filesOfTheOutbox("open", "ended")).isEmpty();
    }

    @Test
    void aRepeatedRequestIsToldOnce() {
        String[] request = {"--wait", "--request-id", "order 4711", "--notify", URL};
        bench.submit(request);

        Bench.Run again = bench.submit(request);

        assertThat(again.code()).isZero();
        bench.run("agent", "--once");
        assertThat(sent).hasSize(1);
        assertThat(filesOfTheOutbox("open")).isEmpty();
        assertThat(filesOfTheOutbox("ended")).hasSize(1);
    }

    @Test
    void aRepeatedRequestMayNameOneMoreToTell() {
        bench.submit("--wait", "--request-id", "order 4711");

        bench.submit("--wait", "--request-id", "order 4711", "--notify", URL);

        assertThat(sent).extracting(Notice::event).containsExactly("ended");
    }

    @Test
    void aRetryTellsWhomItNamesItself() throws IOException {
        String id = bench.submit("--notify", URL).out().strip();
        simulator.clock().advance(Duration.ofMinutes(30));
        Files.delete(bench.out().resolve("clip.mov"));
        bench.run("wait", id);

        bench.run("retry", id, "--wait");
        assertThat(sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--wait", "--dry-run"})
    void anAddressThatIsNoneIsRefusedBeforeAnythingStarts(String option) {
        Bench.Run run = bench.submit(option, "--notify", "ftp://jo:s3cret@hooks.example/");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--notify", "http://").doesNotContain("s3cret");
        assertThat(bench.journal.entries()).isEmpty();
        assertThat(bench.out()).doesNotExist();
    }

    @Test
    void anOptionThatIsMisspeltShowsNoAddress() {
        Bench.Run run = bench.submit("--notfy=" + URL);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--notfy", "--notify").doesNotContain("s3cret", "T0KEN", "v4lue");
    }

    @Test
    void aDryRunTouchesNothing() {
        assertThat(bench.submit("--dry-run", "--notify", URL).code()).isZero();

        assertThat(state()).doesNotExist();
    }

    @Test
    void whomToTellIsForTheEyesOfItsUserAlone() throws IOException {
        bench.submit("--notify", URL);

        Path file = filesOfTheOutbox("open").get(0);
        assertThat(Files.readString(file)).contains("s3cret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void whereItCannotBeWrittenNothingIsSubmitted() throws IOException {
        Files.createDirectories(state().getParent());
        Files.writeString(state(), "in the way");

        Bench.Run run = bench.submit("--notify", URL, "--json");

        assertThat(run.code()).isEqualTo(10);
        assertThat(run.error().get("code").asString()).isEqualTo("JOURNAL_UNWRITABLE");
        assertThat(run.error().get("outcome").asString()).isEqualTo("NOT_QUEUED");
        assertThat(bench.journal.entries()).isEmpty();
    }

    @Test
    void whoDiedBeforeAnythingWasSubmittedIsForgottenAfterADay() throws IOException {
        bench.submit("--notify", URL);
        Path file = filesOfTheOutbox("open").get(0);
        Path stray = Files.copy(file, file.resolveSibling("q0000000000000000000000001"));
        Files.setLastModifiedTime(stray, FileTime.from(now().minus(Duration.ofHours(23))));
        bench.run("agent", "--once");
        assertThat(stray).exists();

        Files.setLastModifiedTime(stray, FileTime.from(now().minus(Duration.ofHours(25))));
        bench.run("agent", "--once");

        assertThat(stray).doesNotExist();
        assertThat(file).exists();
    }

    @Test
    void aDamagedFileIsReportedAndTheOthersAreSent() throws IOException {
        bench.submit("--notify", URL);
        Path file = filesOfTheOutbox("open").get(0);
        Files.writeString(file.resolveSibling("q0000000000000000000000001"), "99 line {}\n");
        Files.writeString(file.resolveSibling("q0000000000000000000000002"), "\0\0\0\n");
        simulator.clock().advance(Duration.ofMinutes(30));

        Bench.Run run = bench.run("agent", "--once");

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("q0000000000000000000000001", "q0000000000000000000000002");
        assertThat(sent).hasSize(1);
    }

    @Test
    void noSecretOfAnAddressIsShown() throws IOException {
        otherwise = BUSY;
        Path log = folder.resolve("log.txt");
        List<Bench.Run> runs = new ArrayList<>();
        runs.add(bench.submit("--wait", "--json", "--debug", "--log-file", log.toString(), "--notify", URL));
        String id = runs.get(0).events().get(0).get("batchId").asString();
        runs.add(bench.run("show", id));
        runs.add(bench.run("show", id, "--json"));
        runs.add(bench.run("logs", id));
        runs.add(bench.run("config"));
        otherwise = NEVER;
        runs.add(bench.run("agent", "--once", "--debug"));

        assertThat(runs)
                .allSatisfy(run -> assertThat(run.out() + run.err()).doesNotContain("s3cret", "T0KEN", "v4lue"));
        assertThat(log).content().contains("https://hooks.example/•••").doesNotContain("s3cret", "T0KEN", "v4lue");
        assertThat(runs.get(3).out()).contains("https://hooks.example/•••");
    }

    private List<Duration> pauses() {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 1; i < moments.size(); i++) {
            pauses.add(moments.get(i).minus(moments.get(i - 1)));
        }
        return pauses;
    }

    private Instant now() {
        return simulator.clock().now();
    }

    private static String submission(Bench.Run run) {
        return run.events().get(0).get("submissionId").asString();
    }

    private Path state() {
        return folder.resolve("home/.local/state/qmaster");
    }

    private List<Path> filesOfTheOutbox(String... folders) {
        Path outbox = state().resolve("notify-" + System.getProperty("user.name"));
        List<Path> found = new ArrayList<>();
        for (String inside : folders) {
            try (Stream<Path> files = Files.walk(outbox.resolve(inside))) {
                files.filter(Files::isRegularFile).forEach(found::add);
            } catch (IOException none) {
                // If so, it has no files.
            }
        }
        return found;
    }
}
