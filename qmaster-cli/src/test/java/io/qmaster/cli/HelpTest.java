package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.QmasterCommand;
import io.qmaster.cli.config.GlobalOptions;
import io.qmaster.domain.contract.ScriptedBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The help of every command equals a golden file. {@code src/build/refresh-texts.sh} updates the files. */
class HelpTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/qmaster/cli/help");

    @TempDir
    private Path folder;

    private Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(folder, new ScriptedBackend());
    }

    /** Every command with its subcommands, and the program itself. */
    static Stream<String> commands() {
        return Stream.concat(Stream.of("qmaster"), commands(program(), "qmaster "));
    }

    private static CommandLine program() {
        return QmasterCommand.commandLine(new GlobalOptions());
    }

    private static Stream<String> commands(CommandLine line, String before) {
        return line.getSubcommands().entrySet().stream()
                .flatMap(each -> Stream.concat(
                        Stream.of(before + each.getKey()), commands(each.getValue(), before + each.getKey() + " ")));
    }

    private Bench.Run helpOf(String command) {
        return bench.run((command + " --help").replaceFirst("^qmaster ", "").split(" "));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpOfEveryCommandIsAsItsFileSays(String command) throws IOException {
        Bench.Run help = helpOf(command);

        assertThat(help.code()).isZero();
        assertThat(help.out())
                .isEqualTo(Refreshed.text(GOLDEN.resolve(command.replace(' ', '-') + ".txt"), help.out()));
    }

    @Test
    void noFileIsLeftOfACommandThatIsGone() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(commands()
                            .map(command -> command.replace(' ', '-') + ".txt")
                            .toList());
        }
    }

    /** The golden files, which the test above compares with the printed help. */
    private static List<Path> golden() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void helpFitsATerminalAndEndsWithALine(Path file) throws IOException {
        assertThat(Files.readAllLines(file)).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(file).content().endsWith("\n").doesNotEndWith("\n\n");
    }

    @ParameterizedTest
    @MethodSource("golden")
    void anExampleInTheHelpIsNotBroken(Path file) throws IOException {
        List<String> examples = Files.readAllLines(file).stream()
                .dropWhile(line -> !line.matches("Examples?:"))
                .skip(1)
                .takeWhile(line -> !line.isEmpty())
                .toList();

        assertThat(examples).allMatch(line -> line.startsWith("  "));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 100})
    void helpIsAsWideAsTheTerminal(int columns) {
        bench.environment.put("COLUMNS", Integer.toString(columns));

        List<String> lines = helpOf("qmaster submit").lines().stream()
                .dropWhile(line -> !line.equals("Options:"))
                .takeWhile(line -> !line.startsWith("The document of --from"))
                .toList();

        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        assertThat(lines).anyMatch(line -> line.length() > columns - 10);
    }

    @Test
    void examplesAndCommandsComeBeforeTheOptions() {
        List<String> lines = helpOf("qmaster").lines();

        assertThat(lines.indexOf("Examples:")).isPositive().isLessThan(lines.indexOf("Commands:"));
        assertThat(lines.indexOf("Commands:")).isLessThan(lines.indexOf("Options:"));
    }

    @Test
    void submitShowsFirstWhatMostSubmissionsNeed() {
        List<String> lines = helpOf("qmaster submit").lines();

        assertThat(lines.indexOf("Examples:")).isLessThan(12);
        assertThat(lines.stream()
                        .dropWhile(line -> !line.equals("Options:"))
                        .takeWhile(line -> !line.isEmpty())
                        .filter(line -> line.contains("      --"))
                        .map(line -> line.strip().replaceFirst("[= ].*", "")))
                .containsExactlyInAnyOrder(
                        "--setting",
                        "--destination",
                        "--destination-dir",
                        "--beside",
                        "--recursive",
                        "--from",
                        "--batch-name",
                        "--overwrite",
                        "--wait",
                        "--dry-run");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "submti | did you mean `qmaster help submit`? see `qmaster help`",
                "settings shwo | did you mean `qmaster help settings show`? see `qmaster help settings`",
                "nonsense | see `qmaster help`"
            })
    void helpOfAnUnknownCommandSaysWhichOneIsMeant(String command, String hint) {
        Bench.Run run = bench.run(("help " + command).split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("qmaster: there is no command \"" + command + "\"; " + hint + "\n");
    }
}
