package io.qmaster.domain.standard;

import io.qmaster.domain.Failure;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.FrameSize;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads what every backend must know of a {@code .compressorsetting}, {@code .cmprstng} or {@code .setting} file: XML with
 * the root {@code setting}, which is not a property list (observed with Compressor 5). External entities are off.
 */
public final class SettingFile {
    private static final int LARGEST = 8 * 1024 * 1024;

    private SettingFile() {}

    /**
     * Reads a setting file.
     *
     * @return its facts, with {@link SettingFacts.Origin#FILE} as origin
     * @throws SettingFileException if it is missing, unreadable, or no setting
     */
    public static SettingFacts read(Path file) {
        Element root = parsed(file, content(file));
        Optional<Element> encoder = child(root, "encoder");
        String kind = encoder.map(element -> element.getAttribute("name")).orElse("");
        Optional<String> extension = encoder.flatMap(element -> text(element, "file-extension"))
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
                encoder.flatMap(element -> text(element, "job-can-be-segmented"))
                        .filter("yes"::equalsIgnoreCase)
                        .isPresent());
    }

    private static byte[] content(Path file) {
        if (Files.isDirectory(file)) {
            throw failure("SETTING_IS_FOLDER", file, "is a folder, not a setting file", null);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Reading a pipe would wait for a writer.
            throw failure("SETTING_INVALID", file, "is a device or pipe, not a setting file", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw failure("SETTING_INVALID", file, "is larger than 8 MiB and can be no setting file", null);
            }
            return content;
        } catch (NoSuchFileException missing) {
            throw failure("SETTING_MISSING", file, "does not exist", missing);
        } catch (IOException unreadable) {
            throw failure("SETTING_UNREADABLE", file, "cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static Element parsed(Path file, byte[] content) {
        Element root;
        try {
            root = parser().parse(new ByteArrayInputStream(content)).getDocumentElement();
        } catch (SAXException | IOException broken) {
            throw failure("SETTING_INVALID", file, "is no XML: " + broken.getMessage(), broken);
        }
        if (!root.getTagName().equals("setting")) {
            throw failure("SETTING_INVALID", file, "is no setting: its root is <" + root.getTagName() + ">", null);
        }
        return root;
    }

    private static DocumentBuilder parser() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setXIncludeAware(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
            builder.setErrorHandler(new Strict());
            return builder;
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String nameOf(Element root, Path file) {
        return text(root, "nameKey")
                .or(() -> Optional.of(root.getAttribute("name")))
                .map(SettingFile::percentDecoded)
                .filter(Predicate.not(String::isBlank))
                .orElseGet(() -> FileNames.stem(file));
    }

    /** A user's own setting has its name percent-encoded; what is not proper encoding is kept as it is. */
    private static String percentDecoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int at = 0; at < bytes.length; at++) {
            int value = bytes[at] == '%' && at + 2 < bytes.length ? hex(bytes[at + 1]) * 16 + hex(bytes[at + 2]) : -1;
            if (value >= 0) {
                decoded.put((byte) value);
                at += 2;
            } else {
                decoded.put(bytes[at]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException notEncoded) {
            return text;
        }
    }

    private static int hex(byte digit) {
        int value = Character.digit(digit, 16);
        return value < 0 ? -1000 : value;
    }

    /** A codec is a FourCC in {@code codec-type}, perhaps padded ({@code "aac "}), or a name in {@code codec} (MXF). */
    private static Optional<String> codec(Element encode) {
        return text(encode, "codec-type").or(() -> text(encode, "codec"));
    }

    private static Optional<FrameSize> frameSize(Element video) {
        return child(video, "automatic").flatMap(automatic -> {
            try {
                return Optional.of(FrameSize.ofAutomatic(
                        Integer.parseInt(automatic.getAttribute("width").strip()),
                        Integer.parseInt(automatic.getAttribute("height").strip())));
            } catch (IllegalArgumentException noSize) {
                return Optional.empty();
            }
        });
    }

    private static Optional<Element> enabled(Element encoder, String tag) {
        return children(encoder, tag)
                .filter(element -> element.getAttribute("isEnabled").equalsIgnoreCase("yes"))
                .findFirst();
    }

    private static Optional<String> text(Element parent, String tag) {
        return child(parent, tag)
                .map(Element::getTextContent)
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty));
    }

    private static Optional<Element> child(Element parent, String tag) {
        return children(parent, tag).findFirst();
    }

    private static Stream<Element> children(Element parent, String tag) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .filter(element -> element.getTagName().equals(tag));
    }

    private static SettingFileException failure(String code, Path file, String what, @Nullable Throwable cause) {
        Failure failure = Failure.withoutSubmission(code, "the setting file " + file + " " + what)
                .hint("name a .compressorsetting, .cmprstng or .setting file that Compressor saved");
        return new SettingFileException(cause == null ? failure : failure.because(cause));
    }

    /** Throws at every error instead of printing it. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException tolerated) {}

        @Override
        public void error(SAXParseException broken) throws SAXException {
            throw broken;
        }

        @Override
        public void fatalError(SAXParseException broken) throws SAXException {
            throw broken;
        }
    }
}
