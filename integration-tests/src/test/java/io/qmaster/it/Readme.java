package io.qmaster.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The README of this project and its guides: their examples and their tables. */
final class Readme {
    /** The files, in the order in which their shell snippets are run. */
    private static final List<String> FILES = List.of(
            "README.md",
            "qmaster-cli/PROGRAM.md",
            "qmaster-domain/LIBRARY.md",
            "qmaster-domain/FAILURES.md",
            "qmaster-simulator/SIMULATOR.md",
            "qmaster-compressor-cli/MAC.md",
            "qmaster-domain/BACKENDS.md",
            "qmaster-domain/PYTHON.md",
            "qmaster-domain/ARCHITECTURE.md");

    private static final Path README = Path.of("..", "README.md");

    private Readme() {}

    /** The paths of the README and the guides, from the root of the project. */
    static List<String> files() {
        return FILES;
    }

    /** The Java examples, by their headings. */
    static Map<String, String> examples() {
        Map<String, String> examples = new LinkedHashMap<>();
        String heading = "";
        StringBuilder example = null;
        for (String line : lines()) {
            if (example != null && line.equals("```")) {
                if (examples.put(heading, example.toString()) != null) {
                    throw new IllegalStateException("two examples under \"" + heading + '"');
                }
                example = null;
            } else if (example != null) {
                example.append(line).append('\n');
            } else if (line.equals("```java")) {
                example = new StringBuilder();
            } else if (line.startsWith("#")) {
                heading = line.replaceFirst("^#+ ", "");
            }
        }
        return examples;
    }

    /** Every shell snippet, in order, except those that run Maven. */
    static List<String> shellSnippets() {
        List<String> snippets = new ArrayList<>();
        StringBuilder snippet = null;
        for (String line : lines()) {
            if (snippet != null && line.equals("```")) {
                snippets.add(snippet.toString());
                snippet = null;
            } else if (snippet != null) {
                snippet.append(line).append('\n');
            } else if (line.equals("```sh")) {
                snippet = new StringBuilder();
            }
        }
        return snippets.stream().filter(text -> !text.startsWith("mvn ")).toList();
    }

    /** The text of the block after the comment {@code <!-- screen: NAME -->} in the README. */
    static String screen(String name) throws IOException {
        String readme = Files.readString(README);
        return readme.substring(beginOfScreen(readme, name), endOfScreen(readme, name));
    }

    /** Writes that block. */
    static synchronized void writeScreen(String name, String text) throws IOException {
        String readme = Files.readString(README);
        Files.writeString(
                README,
                readme.substring(0, beginOfScreen(readme, name)) + text + readme.substring(endOfScreen(readme, name)));
    }

    private static int beginOfScreen(String readme, String name) {
        String mark = "<!-- screen: " + name + " -->\n```\n";
        int begin = readme.indexOf(mark);
        if (begin < 0) {
            throw new IllegalStateException("the README has no screen " + name);
        }
        return begin + mark.length();
    }

    private static int endOfScreen(String readme, String name) {
        return readme.indexOf("\n```", beginOfScreen(readme, name));
    }

    /** The rows below a header, each as a list of cells. */
    static List<List<String>> table(String header) {
        return lines().stream()
                .dropWhile(line -> !line.equals(header))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(row ->
                        Arrays.stream(row.split("\\|", -1)).map(String::strip).toList())
                .map(cells -> cells.subList(1, cells.size() - 1))
                .toList();
    }

    private static List<String> lines() {
        return FILES.stream().map(Path.of("..")::resolve).flatMap(Readme::lines).toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
