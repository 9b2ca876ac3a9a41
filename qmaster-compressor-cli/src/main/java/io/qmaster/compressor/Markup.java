package io.qmaster.compressor;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseSettings;
import org.jsoup.parser.Parser;

/**
 * Finds ids in the markup that answers a submission: {@code <jobID UUID /> <batchID UUID />}, which no XML parser
 * accepts, or XML whose ids may be text or attributes, which is not known.
 *
 * <p>jsoup parses each tag separately, with the text after it: the surrounding text can be anything of any size, and an
 * id must not be taken for a part of an earlier tag without an end.
 */
final class Markup {
    private static final Pattern TAG =
            Pattern.compile("<\\s{0,9}(?:batchID|jobID|batch)\\b[^<>]{0,512}+>[^<>]{0,256}+", Pattern.CASE_INSENSITIVE);

    private final List<Element> elements;

    private Markup(List<Element> elements) {
        this.elements = elements;
    }

    /** The elements in a text that can hold ids, in their order. */
    static Markup of(String text) {
        return new Markup(TAG.matcher(text)
                .results()
                .map(MatchResult::group)
                .flatMap(Markup::element)
                .toList());
    }

    /** The ids of batches: of the elements {@code batchID}, and the attributes of that name of the elements {@code batch}. */
    Stream<String> batchIds(Predicate<String> acceptable) {
        return elements.stream()
                .flatMap(element -> named(element, "batchID")
                        ? candidates(element).filter(acceptable).limit(1)
                        : attributes(element)
                                .filter(attribute -> attribute.getKey().equalsIgnoreCase("batchID"))
                                .map(Attribute::getValue)
                                .filter(acceptable));
    }

    /** The ids of jobs: of the elements {@code jobID}. */
    Stream<String> jobIds(Predicate<String> acceptable) {
        return elements.stream()
                .filter(element -> named(element, "jobID"))
                .flatMap(element -> candidates(element).filter(acceptable).limit(1));
    }

    private static Stream<Element> element(String tag) {
        // An HTML parser would put the names of attributes into lower case, and the id of <jobID UUID /> is one.
        Parser parser = Parser.xmlParser().settings(ParseSettings.preserveCase);
        return Stream.ofNullable(parser.parseInput(tag, "").firstElementChild());
    }

    /** Where an id can be in an element: its text, the value of an attribute, or the name of one without a value. */
    private static Stream<String> candidates(Element element) {
        return Stream.of(
                        Stream.of(element.ownText()),
                        attributes(element).map(Attribute::getValue),
                        attributes(element)
                                .filter(attribute -> !attribute.hasDeclaredValue())
                                .map(Attribute::getKey))
                .flatMap(texts -> texts)
                .map(String::strip);
    }

    private static Stream<Attribute> attributes(Element element) {
        return element.attributes().asList().stream();
    }

    private static boolean named(Element element, String name) {
        return element.tagName().equalsIgnoreCase(name);
    }
}
