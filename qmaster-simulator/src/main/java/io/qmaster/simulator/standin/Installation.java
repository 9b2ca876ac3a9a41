package io.qmaster.simulator.standin;

import io.qmaster.simulator.ShippedSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The paths of an installed stand-in, in the layout of the real programs. */
record Installation(Path root, StandInGeneration generation) {
    /** Seen with Compressor 5.2 (2026). */
    Path creatorStudio() {
        return root.resolve("Compressor Creator Studio.app");
    }

    boolean isCreatorStudio() {
        return generation == StandInGeneration.COMPRESSOR_5_2 && Files.isDirectory(creatorStudio());
    }

    Path application() {
        return isCreatorStudio() ? creatorStudio() : root.resolve("Compressor.app");
    }

    Path compressor() {
        return application().resolve("Contents/MacOS/Compressor");
    }

    Path monitorApplication() {
        return root.resolve("Utilities/Batch Monitor.app");
    }

    Path batchMonitor() {
        return monitorApplication().resolve("Contents/MacOS/Batch Monitor");
    }

    /** The program of the background service. */
    Path service() {
        return application().resolve("Contents/Helpers/CompressorService");
    }

    /** Packed jar files and the class-data archive. */
    Path java() {
        return application().resolve("Contents/Java");
    }

    /** The file of a built-in setting: named after its name in Final Cut Studio, after its key later. */
    Path setting(ShippedSetting setting) {
        return switch (generation) {
            case FINAL_CUT_STUDIO ->
                resource("English.lproj/Formats", setting.group(), setting.name() + kind(setting) + ".setting");
            case COMPRESSOR_4 -> resource("Settings", setting.group(), setting.key() + ".cmprstng");
            case COMPRESSOR_5_2 ->
                framework(setting.group().equals("ProRes") ? "StompUI" : "CompressorKit")
                        .resolve("Settings")
                        .resolve(setting.key() + ".compressorsetting");
            case COMPRESSOR_5_4 ->
                builtInSettings().resolve(setting.group()).resolve(setting.key() + ".compressorsetting");
        };
    }

    /** The name inside a built-in setting. */
    String nameOf(ShippedSetting setting) {
        return strings().isPresent() ? setting.key() : setting.name();
    }

    /** The file of the names of built-in settings, if they are not in the settings. */
    Optional<Path> strings() {
        return switch (generation) {
            case FINAL_CUT_STUDIO -> Optional.empty();
            case COMPRESSOR_5_2 -> Optional.of(framework("CompressorKit").resolve("en.lproj/Localizable.strings"));
            case COMPRESSOR_4, COMPRESSOR_5_4 ->
                Optional.of(framework("StompTypes").resolve("en.lproj/Localizable.strings"));
        };
    }

    /** Another file beside the settings of a group, with 5.4. */
    Optional<Path> groupFile(String group) {
        return generation == StandInGeneration.COMPRESSOR_5_4
                ? Optional.of(
                        builtInSettings().resolve(group).resolve("setting-group-" + group.replace(" ", "") + ".group"))
                : Optional.empty();
    }

    /** The queue. */
    Path state() {
        return root.resolve("simulator");
    }

    /** The transcoder's log, for a user whose home is the folder of the installation. */
    Path transcoderLog() {
        return root.resolve("Library/Logs/Compressor/servicecontroller:com.apple.stomp.transcoder.stomp.log");
    }

    /** Exists after the first call of Compressor. */
    Path purchase() {
        return root.resolve("simulator-purchase");
    }

    private Path builtInSettings() {
        return application()
                .resolve("Contents/PlugIns/Compressor/CompressorKit.bundle/Contents/Resources/BuiltInSettings");
    }

    private Path resource(String folder, String group, String file) {
        return application()
                .resolve("Contents/Resources")
                .resolve(folder)
                .resolve(group)
                .resolve(file);
    }

    private Path framework(String name) {
        return application().resolve("Contents/Frameworks/" + name + ".framework/Versions/A/Resources");
    }

    private static String kind(ShippedSetting setting) {
        return setting.encoder().equals("MXF") ? " (MXF)" : "";
    }
}
