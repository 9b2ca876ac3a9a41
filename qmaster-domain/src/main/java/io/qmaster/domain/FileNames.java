package io.qmaster.domain;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** Parses file names. Accesses no file. For authors of backends, and for library consumers. Thread-safe. */
public final class FileNames {
    private static final char REPLACEMENT = '\uFFFD';

    private FileNames() {}

    /** The last part of a path; empty for a root. */
    public static String of(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    /** The file name without its extension; a leading dot starts no extension. */
    public static String stem(Path path) {
        String name = of(path);
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    /** The extension without its dot; empty if there is none. */
    public static String extension(Path path) {
        String name = of(path);
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1);
    }

    /**
     * Whether a file has the extension of a setting: {@code .compressorsetting}, {@code .cmprstng}, {@code .setting}.
     */
    public static boolean isSetting(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".compressorsetting") || name.endsWith(".cmprstng") || name.endsWith(".setting");
    }

    /** The same path with another extension. */
    public static Path withExtension(Path path, String extension) {
        return path.resolveSibling(stem(path) + "." + extension);
    }

    /**
     * Whether the text of a path names the same file. It does not if the name has bytes that are invalid in the charset
     * of this Java runtime (which is ASCII in a POSIX locale): Java replaces each of them.
     */
    public static boolean isText(Path path) {
        String text = path.toString();
        if (text.indexOf(REPLACEMENT) < 0) {
            return true;
        }
        try {
            return path.getFileSystem().getPath(text).equals(path);
        } catch (InvalidPathException notWritable) {
            return false;
        }
    }
}
