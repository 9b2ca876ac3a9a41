package io.qmaster.domain.standard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * Reads the texts of one dictionary in a property list, binary or XML. Nothing else of the list is read, so that deep
 * nesting or forged sizes do no harm. For authors of backends. Thread-safe.
 */
public final class PropertyList {
    private static final String MAGIC = "bplist00";
    private static final int TRAILER = 32;
    private static final int ASCII = 0x5;
    private static final int UTF16 = 0x6;
    private static final int DICTIONARY = 0xD;
    private static final int LONG_COUNT = 0xF;

    private PropertyList() {}

    /**
     * The texts of a dictionary by their keys.
     *
     * @param content the whole property list
     * @param path the keys that lead from the root dictionary to the dictionary; none for the root itself
     * @return its texts; empty if there is no dictionary at that path
     * @throws IOException if the content is not a property list, or is damaged
     */
    public static Map<String, String> texts(byte[] content, String... path) throws IOException {
        try {
            return isBinary(content)
                    ? new Binary(content).texts(List.of(path))
                    : textsOfXml(Xml.root(content), List.of(path));
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException damaged) {
            throw new IOException("the property list is damaged", damaged);
        }
    }

    private static boolean isBinary(byte[] content) {
        return content.length >= MAGIC.length() + TRAILER
                && new String(content, 0, MAGIC.length(), StandardCharsets.ISO_8859_1).equals(MAGIC);
    }

    private static Map<String, String> textsOfXml(Element root, List<String> path) throws IOException {
        if (!root.getTagName().equals("plist")) {
            throw new IOException("it is not a property list: its root is <" + root.getTagName() + ">");
        }
        Optional<Element> dictionary = Xml.child(root, "dict");
        for (String key : path) {
            dictionary = dictionary
                    .flatMap(outer -> Optional.ofNullable(entries(outer).get(key)))
                    .filter(value -> value.getTagName().equals("dict"));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        dictionary.map(PropertyList::entries).orElse(Map.of()).forEach((key, value) -> {
            if (value.getTagName().equals("string")) {
                texts.put(key, value.getTextContent());
            }
        });
        return texts;
    }

    private static Map<String, Element> entries(Element dictionary) {
        Map<String, Element> entries = new LinkedHashMap<>();
        String[] key = {""};
        Xml.children(dictionary).forEach(element -> {
            if (element.getTagName().equals("key")) {
                key[0] = element.getTextContent();
            } else {
                entries.put(key[0], element);
            }
        });
        return entries;
    }

    /** Apple's binary format: objects, a table of their offsets, and a trailer of 32 bytes. */
    private static final class Binary {
        private final ByteBuffer bytes;
        private final int offsetSize;
        private final int referenceSize;
        private final int root;
        private final int table;
        /** Limits the total length: many entries can share one long text. */
        private int remaining;

        Binary(byte[] content) {
            bytes = ByteBuffer.wrap(content);
            remaining = 4 * content.length;
            int trailer = content.length - TRAILER;
            offsetSize = bytes.get(trailer + 6);
            referenceSize = bytes.get(trailer + 7);
            root = Math.toIntExact(bytes.getLong(trailer + 16));
            table = Math.toIntExact(bytes.getLong(trailer + 24));
        }

        Map<String, String> texts(List<String> path) {
            int dictionary = offset(root);
            for (String key : path) {
                Integer inner = entries(dictionary).get(key);
                if (inner == null) {
                    return Map.of();
                }
                dictionary = inner;
            }
            Map<String, String> texts = new LinkedHashMap<>();
            entries(dictionary).forEach((key, at) -> text(at).ifPresent(text -> texts.put(key, text)));
            return texts;
        }

        /** The offsets of the values of a dictionary; none if it is another kind of object. */
        private Map<String, Integer> entries(int dictionary) {
            Map<String, Integer> entries = new HashMap<>();
            if (kind(dictionary) != DICTIONARY) {
                return entries;
            }
            int count = count(dictionary);
            int keys = begin(dictionary);
            for (int at = 0; at < count; at++) {
                int value = offset(number(keys + Math.multiplyExact(count + at, referenceSize), referenceSize));
                text(offset(number(keys + at * referenceSize, referenceSize)))
                        .ifPresent(key -> entries.put(key, value));
            }
            return entries;
        }

        private Optional<String> text(int at) {
            int kind = kind(at);
            if (kind != ASCII && kind != UTF16) {
                return Optional.empty();
            }
            int size = kind == UTF16 ? Math.multiplyExact(count(at), 2) : count(at);
            remaining = Math.subtractExact(remaining, size);
            if (remaining < 0) {
                throw new IllegalArgumentException("more text than a property list of this size can contain");
            }
            return Optional.of(new String(
                    bytes.array(),
                    begin(at),
                    size,
                    kind == UTF16 ? StandardCharsets.UTF_16BE : StandardCharsets.US_ASCII));
        }

        private int kind(int at) {
            return (bytes.get(at) >> 4) & 0xF;
        }

        private int count(int at) {
            int count = bytes.get(at) & 0xF;
            return count == LONG_COUNT ? number(at + 2, 1 << (bytes.get(at + 1) & 0xF)) : count;
        }

        private int begin(int at) {
            boolean isLong = (bytes.get(at) & 0xF) == LONG_COUNT;
            return isLong ? at + 2 + (1 << (bytes.get(at + 1) & 0xF)) : at + 1;
        }

        private int offset(int reference) {
            return number(Math.addExact(table, Math.multiplyExact(reference, offsetSize)), offsetSize);
        }

        private int number(int at, int size) {
            if (size < 1 || size > Long.BYTES) {
                throw new IllegalArgumentException("an integer of " + size + " bytes");
            }
            long number = 0;
            for (int next = 0; next < size; next++) {
                number = (number << Byte.SIZE) | (bytes.get(at + next) & 0xFF);
            }
            return Math.toIntExact(number);
        }
    }
}
