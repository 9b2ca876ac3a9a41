package io.qmaster.compressor;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFacts.Origin;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.domain.standard.PropertyList;
import io.qmaster.domain.standard.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The display names of settings and groups that have only a key, from {@code Localizable.strings}. */
final class DisplayNames {
    private static final Logger LOG = LoggerFactory.getLogger(DisplayNames.class);
    private static final int LARGEST = 8 * 1024 * 1024;

    private final Map<String, String> names = new HashMap<>();

    /** Reads the names in property lists; the first name of a key counts. */
    DisplayNames(List<Path> files) {
        for (Path file : files) {
            try {
                texts(WholeFile.read(file, LARGEST)).forEach(names::putIfAbsent);
            } catch (IOException | VolumeNotAnsweringException unreadable) {
                LOG.debug("{} has no names", file, unreadable);
            }
        }
    }

    /** Reads a property list, binary or as XML, or the text format of older applications. */
    private static Map<String, String> texts(byte[] content) throws IOException {
        try {
            return PropertyList.texts(content);
        } catch (IOException noPropertyList) {
            return StringsText.texts(content);
        }
    }

    /**
     * A setting with its display name. A built-in setting has the name of its key; a copy of it has the key, too, but
     * the name that its user gave it.
     */
    SettingFacts named(SettingFacts setting, Origin origin) {
        Stream<String> keys = origin == Origin.BUILT_IN
                ? Stream.of(setting.details().nameKey().orElse(""), setting.name(), FileNames.stem(setting.file()))
                : Stream.of(setting.name());
        return setting.known(keys.flatMap(key -> of(key).stream()).findFirst().orElse(setting.name()), origin);
    }

    /** The name for a key, if there is one. */
    Optional<String> of(String key) {
        return Optional.ofNullable(names.get(key)).filter(Predicate.not(String::isBlank));
    }
}
