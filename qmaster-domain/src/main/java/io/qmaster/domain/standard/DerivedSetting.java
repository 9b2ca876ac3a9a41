package io.qmaster.domain.standard;

import io.qmaster.domain.Failure;
import io.qmaster.domain.FrameSize;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies a setting file with another name and optionally another frame size. All other bytes are kept, except the name
 * key of the original, because of which Compressor would show the copy under the original's name. For library
 * consumers. Thread-safe.
 */
public final class DerivedSetting {
    private static final int LONGEST_NAME = 120;
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Pattern ROOT = Pattern.compile("<setting\\b[^>]*?(/?)>");
    private static final Pattern NAME = Pattern.compile("(\\sname\\s*=\\s*)(\"[^\"]*\"|'[^']*')");
    private static final Pattern NAME_KEY = Pattern.compile("\\s*<nameKey>[^<]*</nameKey>|\\s*<nameKey\\s*/>");
    private static final Pattern VIDEO =
            Pattern.compile("<video-encode\\b[^>]*\\bisEnabled\\s*=\\s*[\"']yes[\"'][^>]*(?<!/)>");
    private static final Pattern AUTOMATIC = Pattern.compile("<automatic\\b[^>]*>");

    private DerivedSetting() {}

    /**
     * Writes a new setting file that only its owner can read.
     *
     * @param original the file to copy
     * @param folder the folder of the new file; created if it is missing
     * @param name the display name, and the stem of the file name
     * @param size the new rule for the frame size; empty keeps the original's
     * @return the facts of the new file
     * @throws SettingFileException if the name is not valid for a file, the original is not a setting or has no video
     *     to resize, the new file already exists, or it cannot be written
     */
    public static SettingFacts write(Path original, Path folder, String name, Optional<FrameSize> size) {
        if (name.isBlank()
                || name.startsWith(".")
                || name.length() > LONGEST_NAME
                || !name.matches("[^/:\\p{Cntrl}\\p{Cf}]+")) {
            throw failure(
                    "SETTING_NAME",
                    "\"" + name + "\" is not a valid name of a setting",
                    "use up to " + LONGEST_NAME + " characters without / or : and without a leading dot");
        }
        SettingFacts before = SettingFile.read(original);
        byte[] content = derived(original, before, name, size);
        Path file = folder.resolve(name + ".compressorsetting");
        SettingFacts after = SettingFile.facts(file, content);
        if (!after.name().equals(name)
                || size.filter(wanted -> !after.frameSize().equals(Optional.of(wanted)))
                        .isPresent()) {
            throw unchangeable(original, "its XML has an unusual form");
        }
        try {
            write(file, content);
        } catch (FileAlreadyExistsException taken) {
            throw failure("SETTING_EXISTS", "the setting file " + file + " already exists", "choose another name");
        } catch (IOException unwritable) {
            throw failure(
                    "SETTING_UNWRITABLE",
                    "the setting file " + file + " cannot be written: " + unwritable.getMessage(),
                    "check the permissions of the folder of settings");
        }
        return after;
    }

    /** Readable by its owner only, with any umask. An incomplete file is deleted. */
    private static void write(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
            Files.setPosixFilePermissions(folder, FOLDER);
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
        try {
            Files.setPosixFilePermissions(file, FILE);
            Files.write(file, content);
        } catch (IOException incomplete) {
            Files.deleteIfExists(file);
            throw incomplete;
        }
    }

    private static byte[] derived(Path original, SettingFacts before, String name, Optional<FrameSize> size) {
        String text = text(original);
        Matcher root = ROOT.matcher(text);
        if (!root.find()) {
            throw unchangeable(original, "its XML has an unusual form");
        }
        String tag = root.group();
        Matcher named = NAME.matcher(tag);
        String attribute = "name=\"" + encoded(name) + "\"";
        String renamed = named.find()
                ? tag.substring(0, named.start()) + " " + attribute + tag.substring(named.end())
                : tag.replaceFirst("<setting", "<setting " + attribute);
        String rest = NAME_KEY.matcher(text.substring(root.end())).replaceFirst("");
        if (size.isPresent() && !size.equals(before.frameSize())) {
            rest = resized(original, rest, automatic(size.get()));
        }
        return (text.substring(0, root.start()) + renamed + rest).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String resized(Path original, String text, List<String> size) {
        Matcher video = VIDEO.matcher(text);
        if (!video.find()) {
            throw unchangeable(original, "it has no video");
        }
        int end = text.indexOf("</video-encode>", video.end());
        Matcher automatic = AUTOMATIC.matcher(text).region(video.end(), end < 0 ? text.length() : end);
        if (!automatic.find()) {
            String added = "<automatic width=\"" + size.get(0) + "\" height=\"" + size.get(1) + "\"/>";
            return text.substring(0, video.end()) + added + text.substring(video.end());
        }
        String changed = with(with(automatic.group(), "height", size.get(1)), "width", size.get(0));
        return text.substring(0, automatic.start()) + changed + text.substring(automatic.end());
    }

    private static String with(String tag, String attribute, String value) {
        String written = attribute + "=\"" + value + "\"";
        Matcher before = Pattern.compile("\\b" + attribute + "\\s*=\\s*(\"[^\"]*\"|'[^']*')")
                .matcher(tag);
        return before.find() ? before.replaceFirst(written) : tag.replaceFirst("<automatic", "<automatic " + written);
    }

    /** Width and height of the {@code automatic} element, as {@link FrameSize#ofAutomatic} reads them. */
    static List<String> automatic(FrameSize size) {
        if (size instanceof FrameSize.Percent part) {
            return List.of("-" + part.number(), "-" + part.number());
        }
        if (size instanceof FrameSize.FitWithin fit) {
            return List.of("-" + fit.width(), String.valueOf(fit.height()));
        }
        if (size instanceof FrameSize.Exactly exactly) {
            return List.of(String.valueOf(exactly.width()), String.valueOf(exactly.height()));
        }
        return List.of("-100", "-100");
    }

    /** Its bytes as Latin-1, so that bytes that are not replaced are kept. */
    private static String text(Path original) {
        try {
            return new String(WholeFile.read(original, SettingFile.LARGEST), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw unchangeable(original, "it cannot be read: " + unreadable.getMessage());
        }
    }

    /** As Compressor writes a name: {@code H264%20Proxy}. */
    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private static SettingFileException unchangeable(Path original, String why) {
        return failure(
                "SETTING_NOT_DERIVABLE",
                "a setting cannot be derived from " + original + ": " + why,
                "choose another setting, or change it in Compressor");
    }

    private static SettingFileException failure(String code, String message, String hint) {
        return new SettingFileException(Failure.withoutSubmission(code, message).hint(hint));
    }
}
