package io.qmaster.domain.standard;

import io.qmaster.domain.SettingFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * The elements of a setting file, for properties that {@link SettingFile} does not read. External entities are off. For
 * authors of backends. Not thread-safe.
 */
public final class SettingDocument {
    private final Element root;

    private SettingDocument(Element root) {
        this.root = root;
    }

    /**
     * Reads a setting file.
     *
     * @throws SettingFileException if it is missing, unreadable, or not a setting
     */
    public static SettingDocument read(Path file) {
        return new SettingDocument(SettingFile.root(file));
    }

    /**
     * The text of an element, without the white space around it; empty if there is no such element.
     *
     * @param path the names of the elements from the root to it
     */
    public String text(String... path) {
        return element(path).map(Element::getTextContent).map(String::strip).orElse("");
    }

    /**
     * The value of an attribute; empty if there is none.
     *
     * @param name the name of the attribute
     * @param path the names of the elements from the root to its element
     */
    public String attribute(String name, String... path) {
        return element(path).map(found -> found.getAttribute(name)).orElse("");
    }

    private Optional<Element> element(String... path) {
        Optional<Element> found = Optional.of(root);
        for (String tag : path) {
            found = found.flatMap(parent -> Xml.child(parent, tag));
        }
        return found;
    }
}
