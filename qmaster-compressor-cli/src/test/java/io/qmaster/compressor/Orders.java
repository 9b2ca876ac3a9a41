package io.qmaster.compressor;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Publication;
import io.qmaster.domain.SettingDetails;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates orders as the domain resolves them. */
final class Orders {
    private static final FileMark MARK = new FileMark(1, Instant.EPOCH);

    private Orders() {}

    static BatchOrder of(String... sources) {
        return at(Cluster.THIS_COMPUTER, JobOptions.NONE, sources);
    }

    static BatchOrder at(Cluster cluster, String... sources) {
        return at(cluster, JobOptions.NONE, sources);
    }

    /** Creates an order whose name ends with its token. */
    static BatchOrder withToken(String source) {
        BatchOrder exact = of(source);
        return new BatchOrder(
                exact.submissionId(),
                exact.cluster(),
                exact.requestedCluster(),
                exact.priority(),
                exact.name() + " [" + exact.submissionId().token() + "]",
                false,
                exact.targets(),
                exact.labels(),
                exact.requestId(),
                exact.existingOutput(),
                exact.publication());
    }

    static BatchOrder with(JobOptions options, String... sources) {
        return at(Cluster.THIS_COMPUTER, options, sources);
    }

    private static BatchOrder at(Cluster cluster, JobOptions options, String... sources) {
        List<Target> targets = new ArrayList<>();
        for (String source : sources) {
            Path output = Path.of("/out/" + (targets.size() + 1) + ".mov");
            targets.add(new Target(targets.size(), Path.of(source), setting(), output, output, MARK, MARK, options));
        }
        return new BatchOrder(
                SubmissionId.random(),
                cluster,
                cluster,
                Priority.HIGH,
                "My Batch",
                true,
                targets,
                Map.of(),
                Optional.empty(),
                ExistingOutput.REFUSE,
                Publication.DIRECT);
    }

    private static SettingFacts setting() {
        return new SettingFacts(
                Path.of("/settings/HD 720p.compressorsetting"),
                "HD 720p",
                SettingFacts.Origin.FILE,
                "QT",
                Optional.of("mov"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                SettingDetails.NONE);
    }
}
