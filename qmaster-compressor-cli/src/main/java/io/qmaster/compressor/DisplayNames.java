package io.qmaster.compressor;

import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import com.dd.plist.PropertyListFormatException;
import com.dd.plist.PropertyListParser;
import io.qmaster.domain.SettingFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.ParserConfigurationException;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xml.sax.SAXException;

/**
 * The names that people see of built-in settings, which name themselves only by a key: they stand in {@code
 * Localizable.strings}, a binary property list (seen with Compressor 5).
 */
final class DisplayNames {
    private static final Logger LOG = LoggerFactory.getLogger(DisplayNames.class);

    private DisplayNames() {}

    /** The names by their keys in all of some files. */
    static Map<String, String> in(List<Path> files) {
        Map<String, String> names = new HashMap<>();
        for (Path file : files) {
            try {
                NSObject root = PropertyListParser.parse(file);
                if (root instanceof NSDictionary dictionary) {
                    dictionary.forEach((key, name) -> names.putIfAbsent(key, name.toString()));
                }
            } catch (IOException
                    | PropertyListFormatException
                    | ParseException
                    | ParserConfigurationException
                    | SAXException
                    | RuntimeException unreadable) {
                LOG.debug("{} holds no names", file, unreadable);
            }
        }
        return names;
    }

    /** The name of a setting: that of one of its keys in the file, or what it calls itself. */
    static String of(SettingFacts setting, Map<String, String> names) {
        return keysOf(setting)
                .flatMap(key -> Optional.ofNullable(names.get(key)).stream())
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse(setting.name());
    }

    private static Stream<String> keysOf(SettingFacts setting) {
        try {
            Element root = Jsoup.parse(Files.readString(setting.file()), Parser.xmlParser())
                    .firstElementChild();
            return root == null
                    ? Stream.of(setting.name())
                    : Stream.of(
                            setting.name(),
                            root.attr("nameKey"),
                            root.attr("name"),
                            root.select("> nameKey").text());
        } catch (IOException unreadable) {
            return Stream.of(setting.name());
        }
    }
}
