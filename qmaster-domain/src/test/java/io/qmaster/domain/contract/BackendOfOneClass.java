package io.qmaster.domain.contract;

import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.port.TranscodeEngine;
import io.qmaster.domain.standard.SettingFile;
import java.nio.file.Path;
import java.util.List;

/**
 * A backend that is its own engine, status source and setting catalog. Its settings are files; it lists none. For
 * authors of backends. As thread-safe as its subclass.
 */
public abstract class BackendOfOneClass implements Backend, TranscodeEngine, StatusSource, SettingCatalog {
    /** For subclasses. */
    protected BackendOfOneClass() {}

    @Override
    public TranscodeEngine engine() {
        return this;
    }

    @Override
    public StatusSource statusSource() {
        return this;
    }

    @Override
    public SettingCatalog settings() {
        return this;
    }

    @Override
    public SettingFacts read(Path settingFile) {
        return SettingFile.read(settingFile);
    }

    @Override
    public List<SettingFacts> all() {
        return List.of();
    }
}
