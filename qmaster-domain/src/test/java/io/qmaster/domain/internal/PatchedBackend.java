package io.qmaster.domain.internal;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.Policy;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.internal.watch.WatchedBatch;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.TranscodeEngine;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.MemoryJournal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A scripted backend whose status source or time a test has replaced. */
public record PatchedBackend(ScriptedBackend script, StatusSource statusSource, Timekeeper timekeeper)
        implements Backend {
    public PatchedBackend(ScriptedBackend script, StatusSource statusSource) {
        this(script, statusSource, script.clock());
    }

    public static BatchReference batch(String id) {
        return BatchReference.of(id, Cluster.THIS_COMPUTER_NAME);
    }

    public static QmasterContext context(Backend backend) {
        return new QmasterContext(
                new LimitedBackend(backend, Policy.DEFAULT.engineCalls()),
                new MemoryJournal(),
                new LocalFiles(),
                Policy.DEFAULT,
                Optional.empty(),
                Credentials.NONE,
                new Callbacks(backend.timekeeper(), Optional.empty()),
                new Lifetime());
    }

    /** A batch of another user. */
    public WatchedBatch foreign(BatchReference reference) {
        return new WatchedBatch(
                context(this),
                reference,
                Optional.empty(),
                List.of(),
                timekeeper.now(),
                new BatchLog(timekeeper, reference));
    }

    @Override
    public String name() {
        return script.name();
    }

    @Override
    public TranscodeEngine engine() {
        return script;
    }

    @Override
    public SettingCatalog settings() {
        return script;
    }

    @Override
    public Set<Capability> capabilities() {
        return script.capabilities();
    }
}
