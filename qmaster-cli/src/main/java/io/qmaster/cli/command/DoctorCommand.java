package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.config.StateFolder;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.Failure;
import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.standard.WallClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Checks whether a submission would work. */
@Command(
        name = "doctor",
        description =
                "Checks what is installed, what answers and what would be used, and says how to fix each problem.",
        footer = {"", "Exits with 0 if a submission would work, otherwise with 5. Submits nothing."})
final class DoctorCommand implements Task {
    private static final String CLUSTER = "default-cluster";

    /** The journal of a batch with hundreds of outputs needs this much. */
    private static final long NEEDED_BYTES = 1 << 20;

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        List<HealthFinding> findings = new ArrayList<>();
        findings.add(HealthFinding.ok("java", "Java " + System.getProperty("java.version")));
        findings.addAll(ofConfiguration(invocation));
        print(invocation.console(), findings);
        return new EngineHealth(findings).isReady() ? ExitCode.DONE : ExitCode.UNAVAILABLE;
    }

    /** Nothing else can be checked while the configuration is wrong. */
    private static List<HealthFinding> ofConfiguration(Invocation invocation) throws InterruptedException {
        Configuration configuration;
        try {
            configuration = invocation.configuration();
        } catch (CommandFailure wrong) {
            return List.of(failed("config", wrong.failure()));
        }
        List<HealthFinding> findings = new ArrayList<>();
        findings.add(HealthFinding.ok(
                "config",
                configuration.fileIsThere()
                        ? "the config file is " + configuration.file()
                        : "there is no config file; it would be " + configuration.file()));
        findings.add(ofStateFolder(configuration.stateFolder()));
        if (Files.isDirectory(configuration.stateFolder())) {
            findings.add(ofJournal(invocation));
            // There may be no backend, whose clock everything else uses.
            invocation
                    .outbox(new WallClock())
                    .trouble()
                    .map(DoctorCommand::ofNotices)
                    .ifPresent(findings::add);
        }
        List<HealthFinding> ofBackend = ofBackend(invocation);
        findings.add(ofCluster(invocation, new EngineHealth(ofBackend).isReady()));
        ofBackend.forEach(finding -> inDoubt(finding, configuration.cluster()).ifPresent(findings::add));
        return findings;
    }

    /** A version without clusters is a problem only if a cluster is named. */
    private static Optional<HealthFinding> inDoubt(HealthFinding finding, Cluster cluster) {
        if (!finding.id().equals(HealthFinding.CLUSTERS_IN_DOUBT)) {
            return Optional.of(finding);
        }
        return Optional.of(cluster)
                .filter(named -> !named.equals(Cluster.THIS_COMPUTER))
                .map(named -> HealthFinding.warning(
                        finding.id(),
                        finding.message() + ", and the configured cluster is " + named.displayName(),
                        "check in Compressor that " + named.displayName() + " encodes, or leave out --cluster"));
    }

    /** Later generations accept no address of a cluster. An engine that is not ready is not asked whether it does. */
    private static HealthFinding ofCluster(Invocation invocation, boolean engineIsReady) {
        Configuration configuration = invocation.configuration();
        String where = "batches run on " + configuration.cluster().displayName() + " ("
                + configuration.clusterValue().origin() + ")";
        boolean refused = engineIsReady
                && configuration.cluster() instanceof Cluster.Address
                && !invocation.backend().capabilities().contains(Capability.CLUSTER_ADDRESS);
        return refused
                ? HealthFinding.failed(
                        CLUSTER,
                        where + ", and the backend cannot send a batch to a cluster by its address",
                        "name the cluster with --cluster NAME, or use another generation")
                : HealthFinding.ok(CLUSTER, where);
    }

    private static List<HealthFinding> ofBackend(Invocation invocation) throws InterruptedException {
        try (Qmaster qmaster = invocation.qmaster()) {
            List<HealthFinding> findings = new ArrayList<>();
            findings.add(HealthFinding.ok(
                    "backend", "the backend is " + invocation.backend().name()));
            findings.addAll(qmaster.health().findings());
            return findings;
        } catch (QmasterException unwell) {
            return List.of(failed("backend", unwell.failure()));
        } catch (CommandFailure wrong) {
            return List.of(failed("backend", wrong.failure()));
        }
    }

    /** The folder is made when it is first needed. */
    private static HealthFinding ofStateFolder(Path folder) {
        Optional<String> problem = StateFolder.problem(folder);
        if (problem.isPresent()) {
            return HealthFinding.failed(
                    "state-dir",
                    "the journal cannot be stored in the state folder " + folder + ": " + problem.get(),
                    StateFolder.HINT);
        }
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isWritable(existing)) {
            return HealthFinding.failed(
                    "state-dir",
                    "the state folder " + folder + " cannot be written",
                    "make " + existing + " writable, or name another folder with --state-dir");
        }
        if (isFull(existing)) {
            return HealthFinding.failed(
                    "state-dir",
                    "the disk of the state folder " + folder + " has less than 1 MiB free",
                    "free space on it, or name another folder with --state-dir");
        }
        return HealthFinding.ok("state-dir", "the state folder is " + folder);
    }

    private static boolean isFull(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < NEEDED_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }

    private static HealthFinding ofJournal(Invocation invocation) {
        try {
            List<String> warnings = invocation.journal().warnings();
            if (!warnings.isEmpty()) {
                return HealthFinding.warning(
                        "journal",
                        String.join("; ", warnings),
                        "check the engine's queue and move a damaged file away, or name another folder with"
                                + " --state-dir");
            }
            List<JournalEntry> open = invocation.journal().open().stream()
                    .filter(entry -> !entry.heldElsewhere())
                    .toList();
            long unsettled =
                    open.stream().filter(entry -> entry.submitted().isEmpty()).count();
            if (unsettled > 0) {
                return HealthFinding.warning(
                        "journal",
                        "it is not known whether the engine has " + submissions(unsettled)
                                + " of interrupted processes",
                        "settle them with `qmaster recover`");
            }
            return HealthFinding.ok(
                    "journal",
                    open.isEmpty()
                            ? "no submission is open"
                            : submissions(open.size()) + " in the engine that no process waits for: `qmaster wait` or"
                                    + " `qmaster agent` checks the outputs");
        } catch (JournalException unreadable) {
            return failed("journal", unreadable.failure());
        }
    }

    private static String submissions(long number) {
        return number == 1 ? "1 submission" : number + " submissions";
    }

    private static HealthFinding ofNotices(String trouble) {
        return HealthFinding.warning(
                "notify",
                "no notice is sent to webhooks, since the stored notices cannot be used: " + trouble,
                "move that folder away, or give it back to this user alone (chmod 700)");
    }

    private static HealthFinding failed(String id, Failure failure) {
        return HealthFinding.failed(id, failure.message(), failure.hint());
    }

    private static void print(Console console, List<HealthFinding> findings) {
        if (console.isJson()) {
            console.answerDocument(findings.stream().map(Documents.Finding::of).toList());
            return;
        }
        for (HealthFinding finding : findings) {
            String fix = finding.fix().map(text -> "; " + text).orElse("");
            console.answer("%-8s %s: %s%s"
                    .formatted(finding.status().name().toLowerCase(Locale.ROOT), finding.id(), finding.message(), fix));
        }
    }
}
