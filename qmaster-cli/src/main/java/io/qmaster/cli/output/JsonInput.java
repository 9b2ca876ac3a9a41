package io.qmaster.cli.output;

import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.domain.standard.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/** Reads JSON that a user wrote, with limits for size and nesting, and with errors that its author understands. */
public final class JsonInput {
    private static final int MEBIBYTE = 1 << 20;

    /** Locations without a source, and names of parser features, which the messages of the library contain. */
    private static final Pattern LIBRARY_TALK = Pattern.compile(
            " \\((?:start marker at )?\\[Source: .*|: enable `.*| ?\\(not recognized as one since Feature .*");

    private static final Pattern DOUBLED = Pattern.compile("(?s)Duplicate Object property (\".*\").*");

    private JsonInput() {}

    /** The document is not one that can be read. */
    public static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        private Fault(String words) {
            super(words);
        }

        /** What is wrong, to follow the name of the document, such as {@code is not valid JSON (line 3): ...}. */
        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /**
     * Reads a file.
     *
     * @param most how large it may be, in mebibytes
     * @throws IOException if it cannot be read, or is larger
     * @throws Fault if it is not UTF-8, or is not one JSON document
     */
    public static JsonNode read(Path file, int most) throws IOException, Fault {
        try {
            return read(WholeFile.read(file, most * MEBIBYTE));
        } catch (VolumeNotAnsweringException silent) {
            throw new IOException(silent.getMessage(), silent);
        }
    }

    /**
     * Reads a stream to its end.
     *
     * @param most how much it may hold, in mebibytes
     * @throws IOException if it cannot be read, or holds more
     * @throws Fault if it is not UTF-8, or is not one JSON document
     */
    public static JsonNode read(InputStream in, int most) throws IOException, Fault {
        return read(WholeFile.read(in, most * MEBIBYTE));
    }

    private static JsonNode read(byte[] content) throws Fault {
        String text;
        try {
            text = WholeFile.text(content);
        } catch (IOException notText) {
            throw new Fault("is not text in UTF-8");
        }
        try {
            return Json.read(text);
        } catch (JacksonException notJson) {
            throw new Fault("is not valid JSON" + where(notJson) + ": " + words(notJson));
        } catch (NumberFormatException | ArithmeticException immense) {
            throw new Fault("is not valid JSON: it contains a number that is too large");
        }
    }

    private static String where(JacksonException fault) {
        return Optional.ofNullable(fault.getLocation())
                .filter(location -> location.getLineNr() > 0)
                .map(location -> " (line " + location.getLineNr() + ")")
                .orElse("");
    }

    /** Removes the library's notes on its limits and on unknown locations. */
    private static String words(JacksonException fault) {
        if (fault instanceof StreamConstraintsException) {
            return "it is nested too deeply, or contains a number or a text that is too long";
        }
        String words = String.valueOf(fault.getOriginalMessage());
        Matcher doubled = DOUBLED.matcher(words);
        if (doubled.matches()) {
            return doubled.group(1) + " is given twice in one object";
        }
        return words.startsWith("Trailing token")
                ? "something follows the end of the document"
                : LIBRARY_TALK.matcher(words).replaceAll("");
    }
}
