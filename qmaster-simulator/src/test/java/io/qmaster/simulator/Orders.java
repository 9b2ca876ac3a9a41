package io.qmaster.simulator;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.order.OrderResolver;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.LocalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Creates orders for a simulator, and queries their status. */
final class Orders {
    private final Path folder;
    private final Simulator simulator;

    Orders(Path folder, Simulator simulator) {
        this.folder = folder;
        this.simulator = simulator;
    }

    BatchRequest.Builder request(String source) throws IOException {
        return BatchRequest.builder()
                .sourceFile(Clips.source(folder.resolve("in"), source, Clips.SHORT))
                .compressorSettingFile(Clips.movieSetting(folder.resolve("settings")))
                .destinationDirectory(folder.resolve("out"));
    }

    BatchOrder order(String source) throws IOException {
        return order(request(source));
    }

    /** Creates an order whose output folders exist, since the engine creates none. */
    BatchOrder order(BatchRequest.Builder request) throws IOException {
        BatchOrder order =
                new OrderResolver(simulator, new LocalFiles(), 0).resolve(request.build(), SubmissionId.random());
        for (Target target : order.targets()) {
            Files.createDirectories(target.workPath().getParent());
        }
        return order;
    }

    SubmissionOutcome outcome(BatchOrder order) throws InterruptedException {
        return simulator.engine().submit(order, soon());
    }

    BatchReference submit(BatchOrder order) throws InterruptedException {
        return new BatchReference(((SubmissionOutcome.Queued) outcome(order)).batchId(), order.cluster());
    }

    BatchReference submit(String source) throws IOException, InterruptedException {
        return submit(order(source));
    }

    BatchStatus status(BatchReference batch) throws InterruptedException {
        return simulator.statusSource().find(Set.of(batch), soon()).get(batch);
    }

    String words(BatchReference batch) throws InterruptedException {
        return status(batch).text().raw();
    }

    byte[] source(String name) throws IOException {
        return Files.readAllBytes(folder.resolve("in").resolve(name));
    }

    Path output(String name) {
        return folder.resolve("out").resolve(name);
    }

    Deadline soon() {
        return Deadline.after(Duration.ofMinutes(1), simulator.timekeeper());
    }

    static BatchReference here(String id) {
        return BatchReference.of(id, Cluster.THIS_COMPUTER_NAME);
    }
}
