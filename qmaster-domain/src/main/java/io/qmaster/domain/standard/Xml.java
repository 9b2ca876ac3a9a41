package io.qmaster.domain.standard;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Parses small XML documents without external entities and without deep nesting, and finds their elements. */
final class Xml {
    /** Setting files and property lists of Compressor have less than ten levels. */
    private static final String DEEPEST = "100";

    private Xml() {}

    /**
     * The root of a document.
     *
     * @throws IOException if it is not XML, nests deeper than 100 elements, or has too many entities
     */
    static Element root(byte[] content) throws IOException {
        try {
            return parser().parse(new ByteArrayInputStream(content)).getDocumentElement();
        } catch (SAXException broken) {
            throw new IOException(words(String.valueOf(broken.getMessage())), broken);
        }
    }

    /** Replaces two messages of the parser by readable ones. */
    private static String words(String message) {
        if (message.startsWith("Content is not allowed in prolog")) {
            return "it does not start with <";
        }
        return message.startsWith("Premature end of file") ? "it is empty or ends too early" : message;
    }

    private static DocumentBuilder parser() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.setAttribute("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", DEEPEST);
            factory.setXIncludeAware(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
            builder.setErrorHandler(new Strict());
            return builder;
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Optional<String> text(Element parent, String tag) {
        return child(parent, tag)
                .map(Element::getTextContent)
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty));
    }

    static Optional<Element> child(Element parent, String tag) {
        return children(parent)
                .filter(element -> element.getTagName().equals(tag))
                .findFirst();
    }

    static Stream<Element> children(Element parent) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
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
