package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.QmasterCommand;
import io.qmaster.cli.config.GlobalOptions;
import io.qmaster.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every command with a Compressor whose answers, and with files whose names, contain control sequences of a terminal,
 * characters that reverse or hide text, and a line that looks like output of the program.
 */
class EveryCommandTest {
    private static final String FORGED_LINE = "qmaster: the batch was successful";
    private static final String EVIL = "evil\u001b]0;owned\u0007\u001b[2J\u009b2J\u202e\u2066\u200b\u061c\u2028" + "\r"
            + FORGED_LINE + "\n" + FORGED_LINE + "\n";
    /** XML 1.0 cannot contain an escape character, but can contain the control character with the same meaning. */
    private static final String EVIL_IN_XML = "evil&#x9b;2J&#x202e;&#x200b;&#x2028;&#10;" + FORGED_LINE + "&#10;";
    /** In the name of a batch and of a cluster control characters are refused. */
    private static final String EVIL_NAME = "evil\u202e\u2066\u200b\u061c\u2028";

    private static final int MOST_BATCHES = 10;
    private static final String ID = "00000000-0000-4000-8000-000000000001";
    private static final Pattern RAW = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n\\t]]");

    @TempDir
    private Path temporary;

    private int outputs;
    /** Installing stand-ins takes seconds. */
    private boolean installs;

    private Path folder;
    private Path source;
    private Path setting;
    private Path compressor;
    private Path log;
    private Path scenario;
    private Path config;

    @BeforeEach
    void layOut() throws Exception {
        folder = Files.createDirectories(temporary.resolve(EVIL));
        source = Files.writeString(folder.resolve(EVIL + ".mov"), "a movie");
        // Not a file that is still being copied.
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        setting = Files.createDirectories(folder.resolve("home/Library/Application Support/Compressor/Settings"))
                .resolve(EVIL + ".compressorsetting");
        Files.writeString(
                setting,
                "<setting name=\"" + EVIL_IN_XML + "\"><encoder name=\"" + EVIL_IN_XML + "\">"
                        + "<file-extension>mov</file-extension></encoder></setting>");
        scenario = Files.writeString(
                folder.resolve(EVIL + ".json"),
                "{\"clusters\": [{\"name\": " + json(EVIL_NAME) + ", \"nodes\": [{\"name\": " + json(EVIL_NAME)
                        + "}]}]}");
        config = Files.writeString(folder.resolve(EVIL + "config.json"), "{\"cluster\": " + json(EVIL_NAME) + "}");
        log = folder.resolve("log");
        compressor = program();
        shows("Processing");
        refuses(false);
    }

    private static String json(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    /** Compressor 5 as a shell script: every batch that it takes has the next id, and its own token in its name. */
    private Path program() throws Exception {
        Path words = Files.writeString(folder.resolve("words"), EVIL);
        Path ids = Files.createFile(folder.resolve("ids"));
        Path program = Files.writeString(
                folder.resolve(EVIL + "Compressor"),
                String.join(
                        "\n",
                        "#!/bin/sh",
                        "cat '" + words + "'",
                        "cat '" + words + "' >&2",
                        "case \"$1\" in",
                        "-help) echo 'usage: -computergroup -outputformat legacy|xml|json'; exit 0;;",
                        "-monitor) number=0; edits=",
                        "for token in $(cat '" + ids + "'); do",
                        "number=$((number + 1)); edits=\"$edits;s/TOKEN$number]/$token]/\"; done",
                        "LC_ALL=C sed \"$edits\" '" + folder.resolve("shown") + "'$number; exit 0;;",
                        "-kill|-pause|-resume) exit 1;;",
                        "esac",
                        "if [ -e '" + folder.resolve("refuses")
                                + "' ]; then echo 'Unable to submit to queue.' >&2; exit 1; fi",
                        "token=$(printf '%s' \"$*\" | tr '\\n"
                                + "' ' ' | LC_ALL=C sed -E 's/.*\\[([0-9a-z]{10})\\].*/\\1/')",
                        "echo \"$token\" >> '" + ids + "'",
                        "printf '{\"batch\": {\"batchID\": \"00000000-0000-4000-8000-%012d\"}}' $(wc -l < '" + ids
                                + "')",
                        ""));
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    /** The monitor's answer about all queued batches. */
    private void shows(String status) throws Exception {
        List<String> batches = new ArrayList<>();
        for (int batch = 1; batch < MOST_BATCHES; batch++) {
            Files.writeString(folder.resolve("shown" + batches.size()), batches.toString());
            batches.add("{\"batchStatus\": {\"name\": " + json(EVIL + " [TOKEN" + batch + "]") + ", \"sentBy\": "
                    + json(EVIL)
                    + ", \"submissionTime\": " + json(EVIL) + ", \"percentComplete\": 5, \"status\": "
                    + json(status + ": " + EVIL) + ", \"batchid\": \"00000000-0000-4000-8000-00000000000" + batch
                    + "\", \"jobs\": [{\"jobStatus\": {\"name\": " + json(EVIL) + ", \"status\": "
                    + json(status + ": " + EVIL) + ", \"jobid\": \"10000000-0000-4000-8000-00000000000" + batch
                    + "\"}}]}}");
        }
    }

    private void refuses(boolean wanted) throws Exception {
        Path mark = folder.resolve("refuses");
        if (wanted) {
            Files.writeString(mark, "");
        } else {
            Files.deleteIfExists(mark);
        }
    }

    /** The command lines for every command, by its name. The last words of a line are added to each of the others. */
    private Map<String, List<List<String>>> lines() {
        String id = "ID";
        Map<String, List<List<String>>> lines = new LinkedHashMap<>();
        lines.put("submit", List.of(submit("--dry-run"), submit("--wait", "--timeout", "1s", "--detach-on-timeout")));
        // It would wait for files indefinitely.
        lines.put(
                "folder",
                List.of(List.of(
                        "folder",
                        evil("no folder"),
                        "--setting",
                        setting.toString(),
                        "--destination-dir",
                        evil("out of folder"))));
        lines.put("status", List.of(List.of("status", id)));
        lines.put("wait", List.of(List.of("wait", id, "--timeout", "1s")));
        // It would watch known batches until they end.
        lines.put("watch", List.of(List.of("watch", EVIL)));
        // A free address would be listened on until the program is ended.
        lines.put(
                "monitor",
                List.of(List.of("monitor", "--listen", EVIL), List.of("monitor", "--token-file", evil("no token"))));
        lines.put("list", List.of(List.of("list"), List.of("list", "--all")));
        lines.put("clusters", List.of(List.of("clusters")));
        lines.put("cancel", List.of(List.of("cancel", id)));
        lines.put("pause", List.of(List.of("pause", id)));
        lines.put("resume", List.of(List.of("resume", id)));
        lines.put("recover", List.of(List.of("recover")));
        lines.put("agent", List.of(List.of("agent", "--once")));
        lines.put("retry", List.of(List.of("retry", id, "--submit-timeout", "1s", "--settle-timeout", "1s")));
        lines.put("show", List.of(List.of("show", id)));
        lines.put("logs", List.of(List.of("logs", id)));
        lines.put("verify", List.of(List.of("verify", source.toString(), "--setting", setting.toString())));
        lines.put("settings", List.of(List.of("settings"), List.of("settings", EVIL)));
        lines.put("settings show", List.of(List.of("settings", "show", setting.toString())));
        lines.put(
                "settings derive",
                List.of(
                        List.of("settings", "derive", setting.toString(), "--name", EVIL),
                        List.of("settings", "derive", setting.toString(), "--name", "Small", "--scale", "50")));
        lines.put("report", List.of(List.of("report", "--output", evil("report"))));
        lines.put(
                "notify test",
                List.of(
                        List.of("notify", "test", "http://" + EVIL, "--notify-secret-file", evil("secret")),
                        List.of("notify", "test", "http://localhost/", "--notify-secret-file", evil("secret"))));
        lines.put("doctor", List.of(List.of("doctor")));
        lines.put("config", List.of(List.of("config")));
        lines.put(
                "simulator install",
                Stream.of(EVIL, "compressor-5.4")
                        .filter(generation -> installs || generation.equals(EVIL))
                        .map(generation -> List.of(
                                "simulator", "install", folder.resolve(EVIL + "mac") + "", "--generation", generation))
                        .toList());
        lines.put(
                "simulator run",
                List.of(
                        List.of("simulator", "run", scenario.toString(), "--batches", "2", "--report", evil("page")),
                        List.of("simulator", "run", evil("none"), "--batches", "2")));
        lines.put("completion", List.of(List.of("completion")));
        return lines;
    }

    private String evil(String name) {
        return folder.resolve(EVIL + name).toString();
    }

    private List<String> submit(String... more) {
        List<String> line = new ArrayList<>(List.of(
                "submit",
                source.toString(),
                "--setting",
                setting.toString(),
                "--destination-dir",
                evil("out " + ++outputs),
                "--submit-timeout",
                "1s",
                "--settle-timeout",
                "1s",
                "--overwrite",
                "--exact-name",
                "--batch-name",
                EVIL_NAME,
                "--label",
                "evil=" + EVIL));
        line.addAll(List.of(more));
        return line;
    }

    private static Set<String> commands(CommandLine line, String before) {
        Set<String> names = new TreeSet<>();
        line.getSubcommands().forEach((name, command) -> {
            if (command.getCommand() instanceof io.qmaster.cli.command.Task) {
                names.add(before + name);
            }
            names.addAll(commands(command, before + name + " "));
        });
        return names;
    }

    @Test
    void onlyTheNamedCommandIsBuiltAlsoBehindGlobalOptions() {
        assertThat(built("status", "ID")).containsExactly("status");
        assertThat(built("--backend", "simulator", "--json", "status", "ID")).containsExactly("status");
        assertThat(built("--state-dir=list", "show", "ID")).containsExactly("show");
        assertThat(built("--backend", "simulator")).contains("status", "simulator");
        assertThat(built("--no-such-option", "status")).contains("status", "list");
    }

    private static Set<String> built(String... arguments) {
        return QmasterCommand.commandLine(new GlobalOptions(), arguments)
                .getSubcommands()
                .keySet();
    }

    @Test
    void everyCommandIsDriven() {
        assertThat(lines().keySet())
                .containsExactlyInAnyOrderElementsOf(commands(QmasterCommand.commandLine(new GlobalOptions()), ""));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--verbose", "--debug", "--debug --log-format=json", "--json --debug"})
    void nothingFromOutsideIsPrintedAsItIs(String options) throws Exception {
        run("", submit());
        installs = options.contains("--json");
        Map<String, String> before = driven(options);
        installs = false;
        refuses(true);
        shows("Failed");
        Map<String, String> after = driven(options);

        before.forEach((command, printed) -> assertShowsCleanly(command, printed + after.get(command)));
        assertClean("the log file", Files.readString(log));
        assertThat(Files.readString(log)).contains("evil");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"--debug", "--json"})
    void nothingThatTheUserTypesIsPrintedAsItIs(String options) {
        for (String command : lines().keySet()) {
            List<String> name = List.of(command.split(" "));
            assertShowsCleanly(
                    command,
                    run(options, with(name, "--" + EVIL)) + run(options, with(name, EVIL, "--config", evil("none"))));
            assertClean(command, run(options, with(name, "--help")));
        }
    }

    /** The output of every command. */
    private Map<String, String> driven(String options) {
        Map<String, String> printed = new LinkedHashMap<>();
        lines().forEach((command, lines) -> printed.put(
                command, lines.stream().map(line -> run(options, line)).collect(Collectors.joining())));
        return printed;
    }

    private static void assertShowsCleanly(String command, String printed) {
        assertClean(command, printed);
        // What completes commands, and the numbers of a report, contain nothing from outside.
        if (!Set.of("completion", "report").contains(command)) {
            assertThat(printed).as(command).contains("evil");
        }
    }

    private static List<String> with(List<String> line, String... more) {
        List<String> all = new ArrayList<>(line);
        all.addAll(List.of(more));
        return all;
    }

    private static void assertClean(String what, String printed) {
        assertThat(RAW.matcher(printed)
                        .results()
                        .map(found -> "%04x".formatted(found.group().codePointAt(0))))
                .as(what)
                .isEmpty();
        assertThat(printed.lines().map(String::strip)).as(what).noneMatch(line -> line.startsWith(FORGED_LINE));
    }

    private String run(String options, List<String> line) {
        List<String> arguments = new ArrayList<>(
                line.stream().map(word -> word.equals("ID") ? ID : word).toList());
        arguments.addAll(List.of(
                "--backend",
                "compressor",
                "--compressor",
                compressor.toString(),
                "--state-dir",
                evil("state"),
                "--log-file",
                log.toString()));
        if (!arguments.contains("--config")) {
            arguments.addAll(List.of("--config", config.toString()));
        }
        if (!options.isEmpty()) {
            arguments.addAll(List.of(options.split(" ")));
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        new Program(
                        Map.of("HOME", folder.resolve("home").toString(), "QMASTER_FFPROBE", evil("ffprobe")),
                        new ByteArrayInputStream(new byte[0]),
                        new Console(printed, printed),
                        new CompositionRoot(),
                        receiver -> {},
                        (code, lastWord) -> {})
                .run(arguments.toArray(String[]::new));
        Thread.interrupted();
        return printed.toString(StandardCharsets.UTF_8);
    }
}
