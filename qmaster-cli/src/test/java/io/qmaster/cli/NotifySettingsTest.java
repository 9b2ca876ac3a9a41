package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.Signals.Signal;
import io.qmaster.cli.webhook.Answer;
import io.qmaster.cli.webhook.Notice;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events webhooks get, how these are signed, and what the configuration says of both. */
class NotifySettingsTest {
    private static final String URL = "https://jo:s3cret@hooks.example/T0KEN?key=v4lue";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private static final String VARIABLE = "QMASTER_NOTIFY_SECRET";
    private static final String SIGNATURE = "webhook-signature";

    @TempDir
    private Path folder;

    private final VirtualSimulator simulator = Simulator.onVirtualTime(
            Scenario.builder().jobsTake(Duration.ofMinutes(10)).build());
    private Bench bench;
    private final List<String> receivers = new ArrayList<>();
    private final List<Notice> sent = new ArrayList<>();
    private final List<Map<String, String>> signatures = new ArrayList<>();
    private Answer answer = new Answer.Taken("HTTP 204");

    @BeforeEach
    void makeBench() {
        bench = bench(new Bench(folder, simulator));
    }

    private Bench bench(Bench one) {
        one.post = (webhook, notice, signature) -> {
            receivers.add(webhook.toString());
            sent.add(notice);
            signatures.add(signature);
            return CompletableFuture.completedFuture(answer);
        };
        return one;
    }

    @Test
    void withoutASecretNothingIsSigned() {
        bench.submit("--wait", "--notify", URL);

        assertThat(signatures).containsExactly(Map.of());
    }

    @Test
    void theSecretOfTheEnvironmentSignsWithIdAndTime() {
        bench.environment.put(VARIABLE, SECRET);

        Bench.Run run = bench.submit("--wait", "--json", "--notify", URL);

        assertThat(signatures).singleElement().satisfies(headers -> {
            assertThat(headers)
                    .containsOnlyKeys("webhook-id", "webhook-timestamp", SIGNATURE)
                    .containsEntry(
                            "webhook-id",
                            run.events().get(0).get("submissionId").asString() + "-ended")
                    .containsEntry(
                            "webhook-timestamp",
                            Long.toString(simulator.clock().now().getEpochSecond()));
            assertThat(headers.get(SIGNATURE)).matches("v1,[A-Za-z0-9+/]{43}=");
        });
    }

    @Test
    void twoSecretsOfAFileGiveTwoSignatures() {
        bench.submit("--wait", "--notify", URL, "--notify-secret-file", secretFile(SECRET + " " + OTHER, "rw-------"));

        assertThat(signatures.get(0).get(SIGNATURE).split(" ")).hasSize(2).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
    void aSecretThatOtherUsersReachIsRefusedBeforeAnythingStarts(String permissions) {
        String file = secretFile(SECRET, permissions);

        Bench.Run run = bench.submit("--notify", URL, "--notify-secret-file", file);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(file, "chmod 600").doesNotContain(SECRET);
        assertThat(bench.journal.entries()).isEmpty();
    }

    @Test
    void whatIsNoSecretIsRefusedBeforeAnythingStartsAndNotShown() {
        bench.environment.put(VARIABLE, "whsec_MfKQ9r8G");

        Bench.Run run = bench.submit("--notify", URL);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(VARIABLE, "24 to 64 bytes").doesNotContain("MfKQ9r8G");
        assertThat(bench.run("agent", "--once").code()).isEqualTo(2);
        assertThat(bench.journal.entries()).isEmpty();
    }

    @Test
    void aBatchWithoutWebhooksNeedsNoValidSecret() {
        bench.environment.put(VARIABLE, "whsec_MfKQ9r8G");

        assertThat(bench.submit("--wait").code()).isZero();
    }

    @Test
    void whatMustBeSignedWaitsForAProgramThatHasTheSecret() {
        bench.environment.put(VARIABLE, SECRET);
        bench.submit("--notify", URL);
        simulator.clock().advance(Duration.ofMinutes(30));
        bench.environment.remove(VARIABLE);

        Bench.Run without = bench.run("agent", "--once");
        assertThat(sent).isEmpty();
        assertThat(without.code()).isZero();
        assertThat(without.err()).contains("https://hooks.example/•••", "must be signed", "no secret");

        bench.run("agent", "--once", "--notify-secret-file", secretFile(OTHER, "r--------"));
        assertThat(sent).hasSize(1);
        assertThat(signatures.get(0)).containsKey(SIGNATURE);
    }

    @Test
    void whatWasSubmittedWithoutASecretIsSignedByAProgramThatHasOne() {
        bench.submit("--notify", URL);
        simulator.clock().advance(Duration.ofMinutes(30));

        bench.run("agent", "--once", "--notify-secret-file", secretFile(SECRET, "rw-------"));

        assertThat(signatures.get(0)).containsKey(SIGNATURE);
    }

    @Test
    void aRunningAgentSignsWithTheSecretThatItsFileHasThen() throws IOException {
        String file = secretFile(SECRET, "rw-------");
        bench.submit("--notify", URL, "--suffix", "-1");
        bench.submit("--notify", URL, "--suffix", "-2");
        simulator.clock().advance(Duration.ofMinutes(30));
        answer = new Answer.Later("HTTP 503", Optional.empty());
        simulator.clock().schedule(Duration.ofMinutes(5), () -> {
            write(Path.of(file), SECRET + " " + OTHER);
            answer = new Answer.Taken("HTTP 204");
        });
        simulator.clock().schedule(Duration.ofMinutes(30), () -> bench.signal(Signal.TERM));

        bench.run("agent", "--notify-secret-file", file);

        assertThat(signatures.get(0).get(SIGNATURE)).doesNotContain(" ");
        assertThat(signatures.get(signatures.size() - 1).get(SIGNATURE)).contains(" ");
        assertThat(signatures.stream().map(headers -> headers.get("webhook-id")).distinct())
                .hasSize(2);
    }

    @Test
    void aSecretFileThatVanishesKeepsNoticesBackUntilItIsBack() throws IOException {
        String file = secretFile(SECRET, "rw-------");
        bench.submit("--notify", URL);
        simulator.clock().advance(Duration.ofMinutes(9));
        simulator.clock().schedule(Duration.ofSeconds(30), () -> {
            assertThat(Path.of(file).toFile().delete()).isTrue();
        });
        simulator.clock().schedule(Duration.ofMinutes(40), () -> {
            assertThat(sent).isEmpty();
            secretFile(SECRET, "rw-------");
        });
        simulator.clock().schedule(Duration.ofMinutes(60), () -> bench.signal(Signal.TERM));

        Bench.Run run = bench.run("agent", "--notify-secret-file", file);

        assertThat(run.err()).contains("cannot be signed", file).doesNotContain(SECRET);
        assertThat(sent).hasSize(1);
    }

    @Test
    void onlyTheEventsThatAreWantedAreSent() {
        ScriptedBackend scripted = new ScriptedBackend().queues("B-1");
        scripted.batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME))
                .shows(Duration.ZERO, "Processing")
                .vanishes(Duration.ofMinutes(5))
                .shows(Duration.ofMinutes(30), "Processing")
                .shows(Duration.ofMinutes(35), "Hold")
                .shows(Duration.ofMinutes(40), "Processing")
                .shows(Duration.ofMinutes(50), "Cancelled");
        Bench losing = bench(new Bench(folder, scripted));
        losing.submit("--notify", URL, "--notify", "http://other.example/", "--notify-on", "found,held");
        scripted.clock().schedule(Duration.ofMinutes(90), () -> losing.signal(Signal.TERM));

        losing.run("agent");

        assertThat(sent).extracting(Notice::event).containsExactly("found", "found", "held", "held");
        assertThat(receivers).containsOnly("https://hooks.example/•••", "http://other.example/•••");
        assertThat(outbox("open")).isEmpty();
        assertThat(outbox("ended")).hasSize(1);
    }

    @Test
    void anEventThatDoesNotExistIsRefused() {
        Bench.Run run = bench.submit("--notify", URL, "--notify-on", "progress");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--notify-on", "engineReset", "progress");
    }

    @Test
    void theConfigFileNamesUrlsEventsAndSecretForEveryBatch() {
        secretFile(SECRET, "rw-------");
        configFile(
                "{\"notify\": [\"" + URL + "\", \"http://other.example/\"], \"notifyOn\": [\"ended\", \"held\"],"
                        + " \"notifySecretFile\": \"../../../secret\"}",
                "rw-------");

        assertThat(bench.submit("--wait").code()).isZero();

        assertThat(receivers).containsExactlyInAnyOrder("https://hooks.example/•••", "http://other.example/•••");
        assertThat(signatures).allSatisfy(headers -> assertThat(headers).containsKey(SIGNATURE));
    }

    @ParameterizedTest
    @CsvSource({"none, 0", "http://mine.example/, 1"})
    void theUrlsOfTheCommandLineReplaceThoseOfTheConfigFile(String url, int number) {
        configFile("{\"notify\": \"" + URL + "\"}", "rw-------");

        bench.submit("--wait", "--notify", url);

        assertThat(receivers).hasSize(number).doesNotContain("https://hooks.example/•••");
    }

    @ParameterizedTest
    @CsvSource({"notify, rw-r--r--", "notifySecret, rw-r-----"})
    void aConfigFileWithASecretThatOthersCanReadIsRefused(String key, String permissions) {
        configFile("{\"" + key + "\": \"" + (key.equals("notify") ? URL : SECRET) + "\"}", permissions);

        Bench.Run run = bench.run("list");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("chmod").doesNotContain("s3cret", SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"notify\": []} | name one",
                "{\"notify\": [7]} | array of such texts",
                "{\"notify\": [\"ftp://s3cret\"]} | must begin with http",
                "{\"notifyOn\": [\"s3cret\"]} | must be held or",
            })
    void aWrongValueInTheConfigFileIsReportedWithItsKey(String document, String reason) {
        configFile(document, "rw-------");

        Bench.Run run = bench.submit();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("config.json", "\"notify", reason);
    }

    @Test
    void configShowsWhereThingsComeFromAndNoSecret() {
        configFile("{\"notify\": \"" + URL + "\", \"notifyOn\": [\"lost\", \"ended\"]}", "rw-------");
        bench.environment.put(VARIABLE, SECRET);

        Bench.Run run = bench.run("config", "--json");

        assertThat(run.json().get("values").get("notify").get("value").asString())
                .isEqualTo("https://hooks.example/•••");
        assertThat(run.json().get("values").get("notifyOn").get("value").asString())
                .isEqualTo("lost, ended");
        assertThat(run.json().get("values").get("notifySecret").toString())
                .isEqualTo("{\"value\":\"•••\",\"from\":\"environment\",\"place\":\"" + VARIABLE + "\"}");
        assertThat(run.out()).doesNotContain(SECRET, "s3cret");
    }

    @Test
    void theSecretIsWrittenNowhere() throws IOException {
        Path log = folder.resolve("log.txt");
        bench.environment.put(VARIABLE, SECRET);
        answer = new Answer.Later("HTTP 503", Optional.empty());

        List<Bench.Run> runs = List.of(
                bench.submit("--wait", "--debug", "--log-file", log.toString(), "--notify", URL),
                bench.run("agent", "--once", "--debug", "--log-file", log.toString()),
                bench.run("config"),
                bench.run("notify", "test", URL, "--debug"));

        String key = SECRET.substring(SECRET.indexOf('_') + 1);
        assertThat(runs).allSatisfy(run -> assertThat(run.out() + run.err()).doesNotContain(key, "v1,"));
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).toList())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(key, "v1,"));
        }
    }

    @Test
    void aTestEventThatIsAcceptedIsReportedWithTheAnswer() {
        bench.environment.put(VARIABLE, SECRET);

        Bench.Run run = bench.run("notify", "test", URL);

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("https://hooks.example/•••: accepted, HTTP 204 (signed, ");
        assertThat(sent).singleElement().satisfies(notice -> {
            assertThat(notice.event()).isEqualTo("test");
            assertThat(DocumentSchema.faults(notice.body())).isEmpty();
        });
        assertThat(signatures.get(0)).containsKey(SIGNATURE);
        assertThat(outbox("open", "ended")).isEmpty();
    }

    @Test
    void aTestEventThatIsNotAcceptedSaysWhatARealOneWouldDo() {
        answer = new Answer.Never("HTTP 401");
        Bench.Run refused = bench.run("notify", "test", URL, "--json");
        answer = new Answer.Unreachable("Connection refused");
        Bench.Run unreachable = bench.run("notify", "test", URL);

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.json().toString())
                .startsWith("{\"url\":\"https://hooks.example/•••\",\"accepted\":false,\"answer\":\"HTTP 401\","
                        + "\"signed\":false,\"retried\":false,\"milliseconds\":");
        assertThat(unreachable.code()).isEqualTo(1);
        assertThat(unreachable.out()).contains("not accepted, Connection refused (not signed");
        assertThat(unreachable.err()).contains("would be sent again");
    }

    @Test
    void aTestOfWhatIsNoUrlIsRefusedAndShowsNothingOfIt() {
        Bench.Run run = bench.run("notify", "test", "gopher://jo:s3cret@hooks.example/");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("must begin with http").doesNotContain("s3cret");
    }

    private String secretFile(String secret, String permissions) {
        return restricted(folder.resolve("secret"), secret, permissions);
    }

    private void configFile(String document, String permissions) {
        restricted(folder.resolve("home/.config/qmaster/config.json"), document, permissions);
    }

    private static String restricted(Path file, String content, String permissions) {
        write(file, content);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return file.toString();
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<Path> outbox(String... folders) {
        Path outbox = folder.resolve("home/.local/state/qmaster/notify-" + System.getProperty("user.name"));
        return Stream.of(folders)
                .flatMap(inside -> files(outbox.resolve(inside)))
                .collect(Collectors.toList());
    }

    private static Stream<Path> files(Path place) {
        try (Stream<Path> files = Files.exists(place) ? Files.walk(place) : Stream.empty()) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
