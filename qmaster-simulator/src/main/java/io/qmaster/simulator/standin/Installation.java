package io.qmaster.simulator.standin;

import io.qmaster.simulator.ShippedSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the parts of an installed stand-in are, as the real ones are laid out.
 *
 * @param root the folder that it was installed to
 * @param generation what it speaks like
 */
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

    /** Starts the background service. */
    Path service() {
        return application().resolve("Contents/Helpers/CompressorService");
    }

    /** What Java needs that was in no jar file, and a class-data archive. */
    Path java() {
        return application().resolve("Contents/Java");
    }

    /** The file of a built-in setting: Final Cut Studio calls it by its name, the later ones by its key. */
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

    /** What a built-in setting calls itself. */
    String nameOf(ShippedSetting setting) {
        return strings().isPresent() ? setting.key() : setting.name();
    }

    /** Where the names of built-in settings are, if they are not in the settings. */
    Optional<Path> strings() {
        return switch (generation) {
            case FINAL_CUT_STUDIO -> Optional.empty();
            case COMPRESSOR_5_2 -> Optional.of(framework("CompressorKit").resolve("en.lproj/Localizable.strings"));
            case COMPRESSOR_4, COMPRESSOR_5_4 ->
                Optional.of(framework("StompTypes").resolve("en.lproj/Localizable.strings"));
        };
    }

    /** A file beside the settings of a group that is no setting, with 5.4. */
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

    /** What the transcoder does, at the place of a user whose home is the folder of the installation. */
    Path transcoderLog() {
        return root.resolve("Library/Logs/Compressor/servicecontroller:com.apple.stomp.transcoder.stomp.log");
    }

    /** Is there as soon as Compressor has been called once. */
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
