package io.qmaster.cli.monitor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The files of the page, which are resources of the program. Immutable and thread-safe. */
final class PageFiles {
    private final Map<String, PageFile> files = new HashMap<>();

    /** Reads them. */
    PageFiles() {
        add("/", "monitor.html", "text/html; charset=utf-8");
        add("/monitor.css", "monitor.css", "text/css; charset=utf-8");
        for (String script : List.of("monitor.js", "rows.js", "details.js", "words.js")) {
            add("/" + script, script, "text/javascript; charset=utf-8");
        }
        add("/icon.svg", "icon.svg", "image/svg+xml");
    }

    /** A file. */
    record PageFile(String type, String content) {}

    private void add(String path, String resource, String type) {
        try (InputStream in = PageFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program has no file " + resource);
            }
            files.put(path, new PageFile(type, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The paths of all files. */
    Set<String> paths() {
        return Set.copyOf(files.keySet());
    }

    /** The file of a path. */
    Optional<PageFile> of(String path) {
        return Optional.ofNullable(files.get(path));
    }
}
