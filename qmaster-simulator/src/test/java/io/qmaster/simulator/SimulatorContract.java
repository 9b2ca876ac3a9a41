package io.qmaster.simulator;

import io.qmaster.domain.contract.BackendContract;
import java.io.IOException;
import java.nio.file.Path;

/** What the contract needs of a simulator, whatever its time. */
abstract class SimulatorContract extends BackendContract {
    @Override
    protected Path shortSource(Path emptyFolder) throws IOException {
        return Clips.source(emptyFolder, "clip.mov", Clips.SHORT);
    }

    /** Any source takes some seconds, which is long on a time that passes only when somebody lets it. */
    @Override
    protected Path longSource(Path emptyFolder) throws IOException {
        return Clips.source(emptyFolder, "long.mov", 1_000_000);
    }

    @Override
    protected Path setting(Path emptyFolder) throws IOException {
        return Clips.movieSetting(emptyFolder);
    }
}
