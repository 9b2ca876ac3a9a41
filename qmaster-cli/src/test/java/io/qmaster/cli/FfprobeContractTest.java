package io.qmaster.cli;

import io.qmaster.domain.contract.OutputProbeContract;
import io.qmaster.domain.port.OutputProbe;
import java.io.IOException;
import java.nio.file.Path;

/** The installed ffprobe keeps the contract. */
class FfprobeContractTest extends OutputProbeContract {
    @Override
    protected OutputProbe probe() throws IOException {
        return FfprobeTest.real();
    }

    @Override
    protected Path movie() {
        return FfprobeTest.CLIP;
    }
}
