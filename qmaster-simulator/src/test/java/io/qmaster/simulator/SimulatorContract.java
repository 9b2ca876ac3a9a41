package io.qmaster.simulator;

import io.qmaster.domain.contract.BackendContract;
import java.io.IOException;
import java.nio.file.Path;

/** The parts of the contract that are the same for every timekeeper. */
abstract class SimulatorContract extends BackendContract {
    @Override
    protected Path shortSource(Path emptyFolder) throws IOException {
        return Clips.source(emptyFolder, "clip.mov", Clips.SHORT);
    }

    /** Any source takes some seconds, which is long for a clock that advances only when a test advances it. */
    @Override
    protected Path longSource(Path emptyFolder) throws IOException {
        return Clips.source(emptyFolder, "long.mov", 1_000_000);
    }

    @Override
    protected Path setting(Path emptyFolder) throws IOException {
        return Clips.movieSetting(emptyFolder);
    }
}
