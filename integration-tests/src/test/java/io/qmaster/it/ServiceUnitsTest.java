package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.cli.command.QmasterCommand;
import io.qmaster.cli.config.GlobalOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The launchd agents and systemd units of the distribution are valid, and run commands that exist. */
class ServiceUnitsTest {
    private static final Path SHARE = Path.of("../qmaster-cli/src/main/share");
    private static final Pattern SHELL = Pattern.compile(
            "exec \"\\$HOME/qmaster/bin/qmaster\" (.*) >/dev/null 2>>\"\\$HOME/Library/Logs/qmaster-[a-z]+\\.err\"");

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"agent", "folder", "monitor"})
    void anAgentOfLaunchdRunsItsCommandInTheSessionAtTheScreen(String command) throws Exception {
        Map<String, Element> keys = keys(SHARE.resolve("launchd/qmaster." + command + ".plist"));

        assertThat(keys.get("Label").getTextContent()).isEqualTo("qmaster." + command);
        assertThat(keys.get("LimitLoadToSessionType").getTextContent()).isEqualTo("Aqua");
        assertThat(keys.get("RunAtLoad").getTagName()).isEqualTo("true");
        assertThat(keys.get("KeepAlive").getTagName()).isEqualTo("true");
        List<String> arguments =
                children(keys.get("ProgramArguments")).map(Node::getTextContent).toList();
        assertThat(arguments).hasSize(3).startsWith("/bin/sh", "-c");
        Matcher shell = SHELL.matcher(arguments.get(2));
        assertThat(shell.matches()).as(arguments.get(2)).isTrue();
        assertIsAccepted(command, shell.group(1).replace("\"", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "folder", "monitor"})
    void aUnitOfSystemdRunsItsCommandAndStartsItAgain(String command) throws IOException {
        List<String> unit = Files.readAllLines(SHARE.resolve("systemd/qmaster-" + command + ".service"));

        assertThat(unit).contains("Restart=always", "WantedBy=default.target");
        String start = unit.stream()
                .filter(line -> line.startsWith("ExecStart=%h/qmaster/bin/qmaster "))
                .findFirst()
                .orElseThrow();
        assertIsAccepted(command, start.substring(start.indexOf(' ') + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "folder", "monitor"})
    void systemdFindsNoFaultInAUnit(String command) throws Exception {
        assumeTrue(SystemCommand.succeeds("systemd-analyze", "--version"), "systemd-analyze is not installed");
        Path program = Files.createDirectories(home.resolve("qmaster/bin")).resolve("qmaster");
        Files.writeString(program, "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        ProcessBuilder verify = new ProcessBuilder(
                        "systemd-analyze",
                        "--user",
                        "--man=no",
                        "verify",
                        SHARE.resolve("systemd/qmaster-" + command + ".service")
                                .toRealPath()
                                .toString())
                .redirectErrorStream(true);
        verify.environment().put("HOME", home.toString());
        verify.environment().put("XDG_RUNTIME_DIR", home.toString());
        Process process = verify.start();

        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(words).isZero();
        assertThat(words.lines().filter(line -> line.contains("qmaster"))).isEmpty();
    }

    /** picocli refuses an option that the command does not have. */
    private static void assertIsAccepted(String command, String arguments) {
        String[] words = arguments.split(" ", -1);

        assertThat(words[0]).isEqualTo(command);
        assertThat(QmasterCommand.commandLine(new GlobalOptions())
                        .parseArgs(words)
                        .subcommand()
                        .matchedOptions())
                .as(Arrays.toString(words))
                .isNotEmpty();
    }

    /** The values of a property list by their keys. */
    private static Map<String, Element> keys(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setXIncludeAware(false);
        Element plist = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        assertThat(plist.getTagName()).isEqualTo("plist");
        List<Element> inside =
                children(children(plist).findFirst().orElseThrow()).toList();
        Map<String, Element> keys = new LinkedHashMap<>();
        for (int i = 0; i < inside.size(); i += 2) {
            assertThat(inside.get(i).getTagName()).isEqualTo("key");
            keys.put(inside.get(i).getTextContent(), inside.get(i + 1));
        }
        return keys;
    }

    private static Stream<Element> children(Element parent) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }
}
