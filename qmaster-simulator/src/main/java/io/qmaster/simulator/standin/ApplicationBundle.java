package io.qmaster.simulator.standin;

import io.qmaster.simulator.PrivateFiles;
import io.qmaster.simulator.ShippedSetting;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Lays down the applications of a stand-in as Apple's are laid out. */
final class ApplicationBundle {
    private final Installation installation;
    private final StandInGeneration generation;

    ApplicationBundle(Installation installation, StandInGeneration generation) {
        this.installation = installation;
        this.generation = generation;
    }

    /**
     * Sees that nothing is replaced but what a stand-in laid down before.
     *
     * @throws FileAlreadyExistsException if an application is there that is none of a stand-in
     */
    void requireNoOther() throws IOException {
        for (Path program : List.of(installation.compressor(), installation.batchMonitor())) {
            if (Launcher.isOfAnother(program)) {
                throw new FileAlreadyExistsException(
                        program.toString(), null, "it is no program of a stand-in, and is not replaced");
            }
        }
    }

    void layDown(StandInJava java) throws IOException {
        Launcher launcher = new Launcher(installation, generation, java);
        for (ShippedSetting setting : ShippedSetting.ALL) {
            setting.layDown(installation.settings().resolve(setting.group()));
        }
        writeInfo(installation.application(), "Compressor");
        if (generation.hasBatchMonitor()) {
            writeInfo(installation.monitorApplication(), "Batch Monitor");
            launcher.write(installation.batchMonitor(), StandInMain.Role.BATCH_MONITOR);
        }
        launcher.write(installation.service(), StandInMain.Role.SERVICE);
        launcher.write(installation.compressor(), StandInMain.Role.COMPRESSOR);
    }

    private void writeInfo(Path application, String name) throws IOException {
        Path file = application.resolve("Contents/Info.plist");
        PrivateFiles.makeFolder(Objects.requireNonNull(file.getParent()));
        PrivateFiles.makeFile(file);
        Files.writeString(file, """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0">
                <dict>
                    <key>CFBundleExecutable</key>
                    <string>%s</string>
                    <key>CFBundleName</key>
                    <string>%s</string>
                    <key>CFBundleShortVersionString</key>
                    <string>%s</string>
                </dict>
                </plist>
                """.formatted(name, name, generation.version()));
    }
}
