package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import io.qmaster.simulator.scenario.Trigger;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The password of a cluster's address reaches Compressor and no other process. Compressor gets it as an argument, since
 * there is no other way.
 */
@Timeout(value = 5, unit = MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class ClusterPasswordIT {
    private static final String PASSWORD = "hunter2's \"secret\" @ 100%/:&<x";
    private static final String IN_A_URL = "%68unter2%27s%20%22secret%22%20%40%20100%25%2F%3A%26%3Cx";
    private static final String ADDRESS = "render:" + PASSWORD + "@10.1.2.3:50000";
    private static final String REPEATED = "Submission Error: no access for " + ADDRESS + ", password " + PASSWORD
            + " of qmaster://render:" + IN_A_URL + "@10.1.2.3:50000/";

    @TempDir
    private Path folder;

    private Path addressFile;
    private Path log;
    private DrivenCompressor compressor;

    @BeforeEach
    void install() throws IOException {
        addressFile = Files.writeString(folder.resolve("cluster-id"), ADDRESS + "\n");
        Files.setPosixFilePermissions(addressFile, PosixFilePermissions.fromString("rw-------"));
        log = folder.resolve("qmaster.log");
        drive(scenario().build());
    }

    @AfterEach
    void endService() throws Exception {
        compressor.mac().endService();
    }

    private static Scenario.Builder scenario() {
        return Scenario.builder()
                .speed(20)
                .cluster(new SimulatedCluster(
                        "FCS Cluster", Optional.of("10.1.2.3:50000"), List.of(new ServiceNode("node-1", 1, 1))));
    }

    private void drive(Scenario scenario) throws IOException {
        StandInMac mac = new StandInMac(DrivenCompressor.place(folder), StandInGeneration.FINAL_CUT_STUDIO, scenario);
        compressor = DrivenCompressor.of(mac.notingCalls(), folder)
                .with("--cluster-id-file", addressFile.toString(), "--debug", "--log-file", log.toString());
    }

    @Test
    void aBatchIsSubmittedAndWatchedWithoutAWordOfIt() throws Exception {
        QmasterProgram.Result result = compressor.submit("--wait", "--json", "--poll", "PT0.5S");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(compressor.mac().calls())
                .as("arguments and environment of Compressor and Batch Monitor")
                .anyMatch(call -> call.startsWith("Compressor") && call.contains(ADDRESS))
                .anyMatch(call -> call.startsWith("Batch Monitor") && call.contains(ADDRESS));
        assertThat(log).content().contains("-clusterid", "render:•••@10.1.2.3:50000");
        assertThat(JournalFileLines.file(folder.resolve("state")))
                .hasFileName(submissionId(result))
                .content()
                .contains("host=10.1.2.3 ", "port=50000 ");
        assertNowhere(result);
    }

    @Test
    void whatTheProgramsRepeatOfItIsMasked() throws Exception {
        drive(scenario()
                .fault(new Fault.Noise(REPEATED, Trigger.ALWAYS))
                .fault(new Fault.SubmissionRefused(Trigger.ALWAYS))
                .build());

        QmasterProgram.Result result = compressor.submit("--json");

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err())
                .contains(
                        "no access for render:•••@10.1.2.3:50000, password ••• of qmaster://render:•••@10.1.2.3:50000/");
        assertThat(log).content().contains("no access for render:•••@10.1.2.3:50000");
        assertNowhere(result);
    }

    @Test
    void aDryRunAndTheConfigurationMaskIt() throws Exception {
        QmasterProgram.Result dryRun = compressor.submit("--dry-run");
        QmasterProgram.Result config = compressor.run("config");

        assertThat(dryRun.out()).contains("-clusterid").contains("•••");
        assertNowhere(dryRun);
        assertNowhere(config);
    }

    @Test
    void noArgumentOfOurOwnProcessesHoldsIt() throws Exception {
        // It answers at once, and is queried again only after an hour: meanwhile the program waits.
        QmasterProgram.Running waiting =
                compressor.start(compressor.qmaster().submission("--wait", "--json", "--poll", "1h"));

        List<String> ours = Stream.concat(
                        Stream.of(waiting.process().toHandle()),
                        waiting.process().descendants())
                .map(process -> process.info().commandLine().orElse(""))
                .toList();
        QmasterProgram.Result result = waiting.signal("TERM");

        assertThat(ours).anyMatch(line -> line.contains("--cluster-id-file"));
        assertThat(ours).noneMatch(ClusterPasswordIT::tellsIt);
        assertNowhere(result);
    }

    @Test
    void anAddressOfTheEnvironmentIsNotHandedOnInIt() throws Exception {
        Files.delete(addressFile);
        compressor = DrivenCompressor.of(compressor.mac(), folder);
        compressor.qmaster().with("QMASTER_CLUSTER_ID", ADDRESS);

        assertThat(compressor.submit("--json").code()).isZero();

        assertThat(compressor.mac().calls())
                .anyMatch(call -> call.contains(ADDRESS))
                .noneMatch(call -> call.contains("QMASTER_CLUSTER_ID"));
    }

    private static String submissionId(QmasterProgram.Result result) {
        return result.events().get(0).get("submissionId").asString();
    }

    /** It is not in an answer, and in no file except that of the user and the arguments of the programs. */
    private void assertNowhere(QmasterProgram.Result result) throws Exception {
        // Its files would be created and removed while they are checked.
        compressor.mac().endService();
        assertThat(tellsIt(result.out())).as(result.out()).isFalse();
        assertThat(tellsIt(result.err())).as(result.err()).isFalse();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.equals(addressFile))
                            .filter(file -> !file.equals(compressor.mac().callsFile()))
                            .filter(file ->
                                    !file.startsWith(compressor.mac().standIn().state())))
                    .isNotEmpty()
                    .noneMatch(file -> tellsIt(content(file)));
        }
    }

    /** The password itself, as escaped in JSON, or as in the journal, which writes "100 %" as {@code 100%20%25}. */
    private static boolean tellsIt(String text) {
        return text.contains("unter2")
                || text.contains("secret")
                || text.contains("100%25/")
                || text.replace("100%20%25", "").contains("100%");
    }

    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
