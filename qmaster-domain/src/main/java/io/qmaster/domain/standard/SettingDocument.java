package io.qmaster.domain.standard;

import io.qmaster.domain.SettingFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * The elements of a setting file, for a backend that must know more of it than {@link SettingFile} reads. External entities are
 * off. Not thread-safe.
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
     * @param path the names of the elements that lead to it from the root
     */
    public String text(String... path) {
        return element(path).map(Element::getTextContent).map(String::strip).orElse("");
    }

    /**
     * The value of an attribute; empty if there is none.
     *
     * @param name the name of the attribute
     * @param path the names of the elements that lead to its element from the root
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
