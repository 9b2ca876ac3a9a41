package io.qmaster.domain.standard;

import io.qmaster.domain.Failure;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.FrameSize;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Reads the properties that every backend needs from a {@code .compressorsetting}, {@code .cmprstng} or
 * {@code .setting} file: XML with the root {@code setting}, which is not a property list (observed with Compressor 5).
 * External entities are off. For authors of backends. Thread-safe.
 */
public final class SettingFile {
    static final int LARGEST = 8 * 1024 * 1024;
    /** Stands for bytes that are not UTF-8. */
    private static final String NO_CHARACTER = "\ufffd";

    private SettingFile() {}

    /**
     * Reads a setting file.
     *
     * @return its facts, with {@link SettingFacts.Origin#FILE} as origin
     * @throws SettingFileException if it is missing, unreadable, or not a setting
     */
    public static SettingFacts read(Path file) {
        return facts(file, content(file));
    }

    static Element root(Path file) {
        return parsed(file, content(file));
    }

    /** The facts of the present or future content of a file. */
    static SettingFacts facts(Path file, byte[] content) {
        Element root = parsed(file, content);
        Optional<Element> encoder = Xml.child(root, "encoder");
        String kind = encoder.map(element -> element.getAttribute("name")).orElse("");
        Optional<String> extension = encoder.flatMap(element -> Xml.text(element, "file-extension"))
                .map(text -> text.toLowerCase(Locale.ROOT))
                .map(text -> text.startsWith(".") ? text.substring(1) : text)
                .filter(text -> text.matches("[a-z0-9]{1,16}"));
        Optional<Element> video = encoder.flatMap(element -> enabled(element, "video-encode"));
        Optional<Element> audio = encoder.flatMap(element -> enabled(element, "audio-encode"));
        return new SettingFacts(
                file,
                nameOf(root, file),
                SettingFacts.Origin.FILE,
                kind,
                extension,
                video.flatMap(SettingFile::codec),
                audio.flatMap(SettingFile::codec),
                video.flatMap(SettingFile::frameSize),
                // "TIFF" is an image sequence unless the extension is gif.
                kind.equalsIgnoreCase("TIFF") && !extension.equals(Optional.of("gif")),
                encoder.flatMap(element -> Xml.text(element, "job-can-be-segmented"))
                        .filter("yes"::equalsIgnoreCase)
                        .isPresent(),
                SettingFileDetails.of(root, encoder, video, audio));
    }

    private static byte[] content(Path file) {
        if (Files.isDirectory(file)) {
            throw failure("SETTING_IS_FOLDER", file, "is a folder, not a setting file", null);
        }
        try {
            return WholeFile.read(file, LARGEST);
        } catch (NoSuchFileException missing) {
            throw failure("SETTING_MISSING", file, "does not exist", missing);
        } catch (FileSystemException unreadable) {
            throw failure("SETTING_UNREADABLE", file, "cannot be read: " + unreadable.getMessage(), unreadable);
        } catch (IOException noFile) {
            throw failure("SETTING_INVALID", file, "cannot be a setting: " + noFile.getMessage(), noFile);
        }
    }

    private static Element parsed(Path file, byte[] content) {
        Element root;
        try {
            root = Xml.root(content);
        } catch (IOException broken) {
            throw failure("SETTING_INVALID", file, "is not valid XML: " + broken.getMessage(), broken);
        }
        if (!root.getTagName().equals("setting")) {
            throw failure("SETTING_INVALID", file, "is not a setting: its root is <" + root.getTagName() + ">", null);
        }
        return root;
    }

    /**
     * The display name. A copy of a built-in setting also has the name key of the original, which is not its display
     * name.
     */
    private static String nameOf(Element root, Path file) {
        return Optional.of(root.getAttribute("name"))
                .filter(Predicate.not(String::isBlank))
                .or(() -> Xml.text(root, "nameKey"))
                .map(SettingFile::percentDecoded)
                .filter(Predicate.not(String::isBlank))
                .orElseGet(() -> FileNames.stem(file));
    }

    /** Compressor percent-encodes the names of users' settings. Invalid encodings are kept. */
    static String percentDecoded(String text) {
        // A plus sign does not mean a blank here, and a percent sign without two digits is kept.
        String encoded = text.replace("+", "%2B").replaceAll("%(?!\\p{XDigit}{2})", "%25");
        String decoded = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        return decoded.contains(NO_CHARACTER) ? text : decoded;
    }

    /**
     * The codec: a FourCC in {@code codec-type}, possibly padded ({@code "aac "}), or a name in {@code codec} (MXF).
     */
    private static Optional<String> codec(Element encode) {
        return Xml.text(encode, "codec-type").or(() -> Xml.text(encode, "codec"));
    }

    private static Optional<FrameSize> frameSize(Element video) {
        return Xml.child(video, "automatic").flatMap(automatic -> {
            try {
                return Optional.of(FrameSize.ofAutomatic(
                        Double.parseDouble(automatic.getAttribute("width")),
                        Double.parseDouble(automatic.getAttribute("height"))));
            } catch (IllegalArgumentException noSize) {
                return Optional.empty();
            }
        });
    }

    private static Optional<Element> enabled(Element encoder, String tag) {
        return Xml.children(encoder)
                .filter(element -> element.getTagName().equals(tag))
                .filter(element -> element.getAttribute("isEnabled").equalsIgnoreCase("yes"))
                .findFirst();
    }

    private static SettingFileException failure(String code, Path file, String what, @Nullable Throwable cause) {
        Failure failure = Failure.withoutSubmission(code, "the setting file " + file + " " + what)
                .hint("use a .compressorsetting, .cmprstng or .setting file that Compressor saved");
        return new SettingFileException(cause == null ? failure : failure.because(cause));
    }
}
