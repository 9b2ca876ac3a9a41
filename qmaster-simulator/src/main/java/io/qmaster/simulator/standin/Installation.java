package io.qmaster.simulator.standin;

import java.nio.file.Path;

/**
 * Where the parts of an installed stand-in are.
 *
 * @param root the folder that it was installed to
 */
record Installation(Path root) {
    Path application() {
        return root.resolve("Compressor.app");
    }

    Path compressor() {
        return application().resolve("Contents/MacOS/Compressor");
    }

    Path monitorApplication() {
        return root.resolve("Batch Monitor.app");
    }

    Path batchMonitor() {
        return monitorApplication().resolve("Contents/MacOS/Batch Monitor");
    }

    /** Starts the background service. */
    Path service() {
        return application().resolve("Contents/Helpers/CompressorService");
    }

    Path settings() {
        return application()
                .resolve("Contents/PlugIns/Compressor/CompressorKit.bundle/Contents/Resources/BuiltInSettings");
    }

    /** What Java needs that was in no jar file, and a class-data archive. */
    Path java() {
        return application().resolve("Contents/Java");
    }

    /** The queue. */
    Path state() {
        return root.resolve("simulator");
    }

    /** Is there as soon as Compressor has been called once. */
    Path purchase() {
        return root.resolve("simulator-purchase");
    }
}
