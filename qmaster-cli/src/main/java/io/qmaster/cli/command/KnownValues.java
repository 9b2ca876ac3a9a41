package io.qmaster.cli.command;

import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Printable;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.port.JournalEntry;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Prints the values that completion scripts request, each on a line, followed by a tab and a description. */
final class KnownValues {
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final int MOST_BATCHES = 200;

    private final Invocation invocation;

    KnownValues(Invocation invocation) {
        this.invocation = invocation;
    }

    /** The kinds of values that can be requested. */
    enum Kind {
        SETTINGS,
        CLUSTERS,
        BATCHES
    }

    void print(Kind kind) throws InterruptedException {
        switch (kind) {
            case SETTINGS -> settings();
            case CLUSTERS -> clusters();
            case BATCHES -> batches();
        }
    }

    private void settings() throws InterruptedException {
        try (Qmaster qmaster = invocation.qmaster()) {
            qmaster.settings()
                    .all()
                    .forEach(setting -> line(
                            setting.name(),
                            setting.outputExtension()
                                    + setting.videoCodec()
                                            .map(codec -> ", " + codec)
                                            .orElse("")));
        }
    }

    private void clusters() throws InterruptedException {
        Set<String> names = new TreeSet<>(new ClusterNames(invocation).known());
        if (invocation.configuration().cluster() instanceof Cluster.Named named) {
            names.add(named.name());
        }
        names.forEach(name -> line(name, "cluster"));
    }

    /** Only those of the journal: the engine may take long to answer. */
    private void batches() {
        try (Stream<JournalEntry> ended =
                invocation.journal().ended(invocation.time().now().minus(REMEMBERED))) {
            Stream.concat(invocation.journal().open().stream(), ended)
                    .filter(entry -> entry.record().batch().isPresent())
                    .limit(MOST_BATCHES)
                    .forEach(entry -> line(
                            entry.record().batch().orElseThrow().id().value(),
                            entry.order().name()));
        }
    }

    private void line(String value, String description) {
        Console console = invocation.console();
        console.answerText(Printable.oneLine(value) + "\t" + Printable.oneLine(description) + "\n");
    }
}
