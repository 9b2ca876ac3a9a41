package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The BOM has no parent, so that consumers do not import what only the build uses; it must repeat the parent's
 * versions.
 */
class BomTest {
    private static final Path ROOT = Path.of("..");
    private static final Path BOM = ROOT.resolve("qmaster-domain/bom/pom.xml");

    @Test
    void theBomHasTheVersionsOfTheBuild() throws Exception {
        Map<String, String> built = versions(ROOT.resolve("pom.xml"));

        Map<String, String> offered = versions(BOM);

        assertThat(offered.keySet()).contains("io.qmaster:qmaster-domain", "com.google.guava:guava");
        offered.forEach((artifact, version) -> assertThat(version)
                .as(artifact)
                .isEqualTo(built.getOrDefault(artifact, built.get("io.qmaster:qmaster-domain"))));
    }

    @Test
    void theBomHasTheVersionAndTheLicenceOfTheParent() throws Exception {
        for (String element : List.of("groupId", "version", "inceptionYear", "licenses")) {
            assertThat(text(project(BOM), element))
                    .as(element)
                    .isNotBlank()
                    .isEqualTo(text(project(ROOT.resolve("pom.xml")), element));
        }
    }

    @Test
    void theGuidesNameTheVersionOfTheBuild() throws Exception {
        String version = text(project(ROOT.resolve("pom.xml")), "version");

        for (String guide : List.of("README.md", "qmaster-domain/LIBRARY.md", "qmaster-domain/BACKENDS.md")) {
            assertThat(Files.readString(ROOT.resolve(guide))).contains("<version>" + version + "</version>");
        }
    }

    /** The versions of dependencies, and of plugins, that a pom manages, by group and artifact. */
    private static Map<String, String> versions(Path pom) throws Exception {
        Element project = project(pom);
        Map<String, String> versions = new LinkedHashMap<>();
        for (String section : List.of("dependencyManagement", "build")) {
            for (Element managed : below(project, section)) {
                String artifact = text(managed, "artifactId");
                if (!artifact.isEmpty() && !text(managed, "version").isEmpty()) {
                    versions.put(
                            text(managed, "groupId") + ":" + artifact, resolved(text(managed, "version"), project));
                }
            }
        }
        return versions;
    }

    private static String resolved(String version, Element project) {
        if (!version.startsWith("${")) {
            return version;
        }
        String property = version.substring(2, version.length() - 1);
        return property.equals("project.version")
                ? text(project, "version")
                : text(below(project, "properties").get(0), property);
    }

    private static Element project(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
    }

    /** The section itself, and every element in it. */
    private static List<Element> below(Element project, String section) {
        List<Element> elements = new ArrayList<>();
        for (Element child : children(project)) {
            if (child.getTagName().equals(section)) {
                elements.add(child);
                NodeList all = child.getElementsByTagName("*");
                for (int index = 0; index < all.getLength(); index++) {
                    elements.add((Element) all.item(index));
                }
            }
        }
        return elements;
    }

    private static String text(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(name))
                .map(child -> child.getTextContent().replaceAll("\\s+", " ").strip())
                .findFirst()
                .orElse("");
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
