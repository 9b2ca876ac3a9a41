package io.qmaster.simulator.standin;

import io.qmaster.simulator.PrivateFiles;
import io.qmaster.simulator.ShippedSetting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the applications of a stand-in in Apple's layout. */
final class ApplicationBundle {
    private final Installation installation;
    private final StandInGeneration generation;

    ApplicationBundle(Installation installation) {
        this.installation = installation;
        this.generation = installation.generation();
    }

    /**
     * Makes sure that only the application of an earlier stand-in is replaced.
     *
     * @throws FileAlreadyExistsException if another application exists
     */
    void requireNoOther() throws IOException {
        for (Path program : List.of(installation.compressor(), installation.batchMonitor())) {
            if (Launcher.isOfAnother(program)) {
                throw new FileAlreadyExistsException(
                        program.toString(), null, "it is not a program of a stand-in, and is not replaced");
            }
        }
    }

    void layDown(StandInJava java) throws IOException {
        Launcher launcher = new Launcher(installation, generation, java);
        layDownSettings();
        // The identifiers of both editions were seen (CommandPost, issue 3471); that of Batch Monitor is assumed.
        writeInfo(
                installation.application(),
                "Compressor",
                installation.isCreatorStudio() ? "com.apple.CompressorApp" : "com.apple.Compressor");
        if (generation.hasBatchMonitor()) {
            writeInfo(installation.monitorApplication(), "Batch Monitor", "com.apple.BatchMonitor");
            launcher.write(installation.batchMonitor(), StandInMain.Role.BATCH_MONITOR);
        }
        launcher.write(installation.service(), StandInMain.Role.SERVICE);
        launcher.write(installation.compressor(), StandInMain.Role.COMPRESSOR);
    }

    private void layDownSettings() throws IOException {
        Map<String, String> names = new TreeMap<>();
        for (ShippedSetting setting : ShippedSetting.ALL) {
            setting.layDown(installation.setting(setting), installation.nameOf(setting));
            names.put(setting.key(), setting.name());
            Optional<Path> group = installation.groupFile(setting.group());
            if (group.isPresent()) {
                write(group.get(), propertyList("<key>name</key><string>" + setting.group() + "</string>"));
            }
        }
        Optional<Path> strings = installation.strings();
        if (strings.isPresent()) {
            write(strings.get(), LocalizedStrings.of(names));
        }
    }

    private void writeInfo(Path application, String name, String identifier) throws IOException {
        write(application.resolve("Contents/Info.plist"), propertyList("""
                    <key>CFBundleExecutable</key>
                    <string>%s</string>
                    <key>CFBundleIdentifier</key>
                    <string>%s</string>
                    <key>CFBundleName</key>
                    <string>%s</string>
                    <key>CFBundleShortVersionString</key>
                    <string>%s</string>""".formatted(
                        name, identifier, name, generation.version())));
    }

    private static void write(Path file, byte[] content) throws IOException {
        PrivateFiles.makeFolder(file.resolveSibling(".").normalize());
        PrivateFiles.makeFile(file);
        Files.write(file, content);
    }

    private static byte[] propertyList(String entries) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0">
                <dict>
                %s
                </dict>
                </plist>
                """.formatted(entries).getBytes(StandardCharsets.UTF_8);
    }
}
