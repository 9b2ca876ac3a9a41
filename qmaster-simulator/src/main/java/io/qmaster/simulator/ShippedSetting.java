package io.qmaster.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A setting that comes with the simulator.
 *
 * @param name its name, and that of its file
 * @param group the folder that it stands in inside an application
 */
public record ShippedSetting(String name, String group) {
    /** All of them. */
    public static final List<ShippedSetting> ALL = List.of(
            new ShippedSetting("Apple Devices 4K (HEVC 8-bit)", "Apple Devices"),
            new ShippedSetting("Apple ProRes 422 HQ", "ProRes"),
            new ShippedSetting("Apple ProRes 422 Proxy", "ProRes"),
            new ShippedSetting("HD 720p", "Video Sharing Services"),
            new ShippedSetting("TIFF Image Sequence", "Motion Graphics"));

    private static final String ENDING = ".compressorsetting";

    /**
     * Lays its file down in a folder, which is made if need be; one that is there stays as it is.
     *
     * @return the file
     * @throws IOException if it cannot be written
     */
    public Path layDown(Path folder) throws IOException {
        Path file = folder.resolve(name + ENDING);
        if (!Files.exists(file)) {
            PrivateFiles.makeFolder(folder);
            write(file);
        }
        return file;
    }

    /** Under another name first: somebody who lists the folder at this moment must not find half a setting. */
    private void write(Path file) throws IOException {
        Path draft = Files.createTempFile(file.getParent(), "new", ".draft");
        try (InputStream in = ShippedSetting.class.getResourceAsStream("settings/" + name + ENDING)) {
            if (in == null) {
                throw new IllegalStateException("the setting " + name + " was left out of this build");
            }
            // A file that is copied over another is made anew, as the umask says.
            try (OutputStream out = Files.newOutputStream(draft)) {
                in.transferTo(out);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
