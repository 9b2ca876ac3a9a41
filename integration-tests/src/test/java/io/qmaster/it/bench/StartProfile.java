package io.qmaster.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Measures where a start of the program spends its time. Java logs when it loaded each class; the time until the next
 * one is counted for the library whose class was loaded last. So the share of a library includes what Java's own
 * classes do for it.
 */
final class StartProfile {
    private static final Pattern LOADED = Pattern.compile("\\[(\\d+)ns] ([\\w.$]+).*");
    private static final Pattern OF_JAVA = Pattern.compile("(java|javax|jdk|sun|com\\.sun)\\..*");

    /** Libraries by the packages of their classes. All other classes belong to the program. */
    private static final Map<String, Pattern> LIBRARIES = Map.of(
            "picocli", Pattern.compile("picocli\\..*"),
            "Guice with Guava", Pattern.compile("com\\.google\\..*|jakarta\\..*|org\\.aopalliance\\..*"),
            "Logback with SLF4J", Pattern.compile("ch\\.qos\\..*|org\\.slf4j\\..*"),
            "Jackson", Pattern.compile("tools\\.jackson\\..*"),
            "the domain", Pattern.compile("io\\.qmaster\\.domain\\..*"),
            "the simulator", Pattern.compile("io\\.qmaster\\.simulator\\..*"));

    private StartProfile() {}

    /** The option of Java that writes the log. */
    static String option(Path log) {
        return "-Xlog:class+load:file=" + log + ":uptimenanos";
    }

    /** The shares in a log, the largest first. */
    static String of(Path log) throws IOException {
        Map<String, Long> nanos = new LinkedHashMap<>();
        String current = "Java before the program";
        long before = 0;
        for (String line : Files.readAllLines(log)) {
            Matcher loaded = LOADED.matcher(line);
            if (!loaded.matches()) {
                continue;
            }
            long now = Long.parseLong(loaded.group(1));
            nanos.merge(current, now - before, Long::sum);
            before = now;
            current = library(loaded.group(2), current);
        }
        long all = Math.max(1, before);
        return nanos.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(share -> String.format(Locale.ROOT, "%s %d %%", share.getKey(), 100 * share.getValue() / all))
                .collect(Collectors.joining(", "));
    }

    private static String library(String className, String current) {
        if (OF_JAVA.matcher(className).matches()) {
            return current;
        }
        return LIBRARIES.entrySet().stream()
                .filter(library -> library.getValue().matcher(className).matches())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("the program itself");
    }
}
