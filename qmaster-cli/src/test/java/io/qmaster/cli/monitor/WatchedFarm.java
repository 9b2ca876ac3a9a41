package io.qmaster.cli.monitor;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.standard.MemoryJournal;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A simulated engine whose jobs take ten minutes of virtual time, and a monitor over it that a test refreshes by hand. */
final class WatchedFarm implements AutoCloseable {
    private static final String SETTING =
            "<setting name=\"Plain\"><encoder name=\"QT\"><file-extension>mov</file-extension></encoder></setting>";

    final VirtualSimulator simulator;
    final MemoryJournal journal = new MemoryJournal();
    final Qmaster qmaster;
    final LiveBatches live;
    final AtomicInteger refreshesAskedFor = new AtomicInteger();
    MonitorServer.Refresh forRequest = () -> {};
    private final Farm farm;
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<MonitorServer> servers = new ArrayList<>();
    private int outputs;

    WatchedFarm(Path folder) {
        this(folder, Scenario.builder().jobsTake(Duration.ofMinutes(10)).build());
    }

    WatchedFarm(Path folder, Scenario scenario) {
        this.folder = folder;
        simulator = Simulator.onVirtualTime(scenario);
        qmaster = Qmaster.builder(simulator).journal(journal).build();
        farm = new Farm(qmaster, simulator, journal, Duration.ofSeconds(60), cluster -> cluster);
        live = new LiveBatches(farm, Duration.ofSeconds(90));
    }

    /** Submits a batch as a program does that ends before its batch. */
    void submitAndLeave(String name) throws InterruptedException {
        try (Qmaster other = Qmaster.builder(simulator).journal(journal).build()) {
            other.submit(request(BatchRequest.builder().batchName(name)));
        }
    }

    QmasterBatch submit(String name) throws InterruptedException {
        return submit(BatchRequest.builder().batchName(name));
    }

    QmasterBatch submit(BatchRequest.Builder request) throws InterruptedException {
        return qmaster.submit(request(request));
    }

    private BatchRequest request(BatchRequest.Builder request) {
        return request.cluster(Cluster.THIS_COMPUTER)
                .sourceFile(file("clip.mov", "a movie"))
                .compressorSettingFile(file("plain.compressorsetting", SETTING))
                .destinationFile(folder.resolve("out " + ++outputs + ".mov"))
                .build();
    }

    private Path file(String name, String content) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? file : Files.writeString(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Lets time pass, and refreshes. */
    void pass(Duration time) throws InterruptedException {
        simulator.clock().advance(time);
        live.refresh();
    }

    Changes changes() {
        return new Changes(live, farm::now);
    }

    MonitorServer serve() {
        return serve("127.0.0.1:0", Optional.empty());
    }

    MonitorServer serve(String address, Optional<AccessToken> token) {
        return serve(address, token, Optional.empty());
    }

    MonitorServer serve(String address, Optional<AccessToken> token, Optional<Supplier<String>> metrics) {
        MonitorServer server = MonitorServer.start(
                ListenAddress.parse(address),
                token,
                new MonitorServer.Served(
                        farm, live, refreshesAskedFor::incrementAndGet, forRequest, "1.2", simulator.name(), metrics));
        servers.add(server);
        return server;
    }

    /** The key of the only batch that is shown. */
    String onlyKey() {
        return live.now().rows().keySet().iterator().next();
    }

    HttpResponse<String> get(MonitorServer server, String path, String... headers)
            throws IOException, InterruptedException {
        return send(request(server, path, headers).GET());
    }

    HttpResponse<String> post(MonitorServer server, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send(request(server, path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(MonitorServer server, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.url()).resolve(path)).timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        servers.forEach(MonitorServer::close);
        qmaster.close();
        simulator.close();
    }
}
