package io.qmaster.it;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.BackendContract;
import io.qmaster.it.StandInCompressor.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The adapter keeps every promise of a backend, over stand-ins of every generation and as real processes. */
class CompressorContractTest {
    private static final int LONG = 200_000;

    @Nested
    class OverFinalCutStudio extends Contract {
        OverFinalCutStudio() {
            super(Version.FINAL_CUT_STUDIO);
        }
    }

    @Nested
    class OverCompressor4 extends Contract {
        OverCompressor4() {
            super(Version.COMPRESSOR_4);
        }
    }

    @Nested
    class OverCompressor52 extends Contract {
        OverCompressor52() {
            super(Version.COMPRESSOR_5_2);
        }
    }

    @Nested
    class OverCompressor54 extends Contract {
        OverCompressor54() {
            super(Version.COMPRESSOR_5_4);
        }
    }

    private abstract static class Contract extends BackendContract {
        private final Version version;

        Contract(Version version) {
            this.version = version;
        }

        @Override
        protected Backend newBackend(Path emptyFolder) throws IOException {
            return new CompressorBackend(StandInCompressor.install(version, emptyFolder)
                    .configuration()
                    .build());
        }

        @Override
        protected Path shortSource(Path emptyFolder) throws IOException {
            return Files.writeString(emptyFolder.resolve("short.mov"), "a short movie");
        }

        @Override
        protected Path longSource(Path emptyFolder) throws IOException {
            return Files.write(emptyFolder.resolve("long.mov"), new byte[LONG]);
        }

        @Override
        protected Path setting(Path emptyFolder) throws IOException {
            return Files.writeString(
                    emptyFolder.resolve("HD 720p.compressorsetting"),
                    "<setting name=\"HD 720p\"><encoder name=\"QT\"><file-extension>mov</file-extension></encoder>"
                            + "</setting>");
        }
    }
}
