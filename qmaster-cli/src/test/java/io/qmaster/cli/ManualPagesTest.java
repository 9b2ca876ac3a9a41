package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.QmasterCommand;
import io.qmaster.cli.config.GlobalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The manual pages and completion scripts of the distribution. */
class ManualPagesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        new SharedFiles(folder, "1.2.3", "2026-01-31").write();
    }

    @Test
    void everyCommandHasAPageWithAllItsOptions() throws IOException {
        CommandLine program = QmasterCommand.commandLine(new GlobalOptions());

        assertHasPage(program);
        assertThat(pages()).hasSizeGreaterThan(20);
    }

    private void assertHasPage(CommandLine command) throws IOException {
        String name = command.getCommandSpec().qualifiedName("-");
        String page = Files.readString(folder.resolve("man/man1/" + name + ".1"));
        assertThat(page)
                .startsWith(".TH \"" + name.toUpperCase(java.util.Locale.ROOT)
                        + "\" 1 \"2026-01-31\" \"qmaster 1.2.3\" \"qmaster manual\"\n.SH NAME\n")
                .contains("\n.SH SYNOPSIS\n", "\n.SH DESCRIPTION\n");
        command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden() && (command.getParent() == null || !option.inherited()))
                .forEach(
                        option -> assertThat(page).contains(option.longestName().replace("-", "\\-")));
        for (CommandLine inner : command.getSubcommands().values()) {
            assertHasPage(inner);
        }
    }

    @Test
    void noTextIsTakenForARequestOfRoff() throws IOException {
        for (Path page : pages()) {
            assertThat(Files.readAllLines(page))
                    .as(page.toString())
                    .allMatch(line -> line.matches("\\.(TH|SH) .*|\\.(PP|TP|nf|fi)|[^.'].*"))
                    .allMatch(line -> line.startsWith(".TH") || !line.matches(".*[^\\\\]-.*"))
                    .allMatch(line -> line.chars().allMatch(letter -> letter < 128));
        }
    }

    @Test
    void theProgramsPageHasExitCodesAndExamples() throws IOException {
        assertThat(Files.readString(folder.resolve("man/man1/qmaster.1")))
                .contains(".SH EXIT STATUS\n", ".SH EXAMPLES\n", "124  a timeout expired", "qmaster\\-submit(1)");
    }

    @Test
    void thereAreCompletionScriptsWhereShellsLookForThem() {
        assertThat(folder.resolve("bash-completion/completions/qmaster")).isRegularFile();
        assertThat(folder.resolve("zsh/site-functions/_qmaster")).isRegularFile();
        assertThat(folder.resolve("fish/vendor_completions.d/qmaster.fish")).isRegularFile();
    }

    private List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("man/man1"))) {
            return files.toList();
        }
    }
}
