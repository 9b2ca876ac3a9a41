package io.qmaster.cli;

import io.qmaster.cli.command.HelpText;
import io.qmaster.cli.command.QmasterCommand;
import io.qmaster.cli.config.GlobalOptions;
import io.qmaster.cli.manual.BashCompletion;
import io.qmaster.cli.manual.FishCompletion;
import io.qmaster.cli.manual.ManualPage;
import io.qmaster.cli.manual.ZshCompletion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/** Writes the manual pages and completion scripts of the distribution. The build runs it. */
final class SharedFiles {
    private final Path folder;
    private final String version;
    private final String date;

    /**
     * Writes below a folder, as below {@code /usr/share}.
     *
     * @param version of the program
     * @param date of the version, such as {@code 2026-01-31}
     */
    SharedFiles(Path folder, String version, String date) {
        this.folder = folder;
        this.version = version;
        this.date = date;
    }

    /**
     * Writes all.
     *
     * @param arguments the folder, the version and its date
     */
    public static void main(String... arguments) throws IOException {
        new SharedFiles(Path.of(arguments[0]), arguments[1], arguments[2].substring(0, "2026-01-31".length())).write();
    }

    /** Writes all. */
    void write() throws IOException {
        CommandLine program = QmasterCommand.commandLine(new GlobalOptions());
        write("bash-completion/completions/qmaster", BashCompletion.of(program));
        write("zsh/site-functions/_qmaster", ZshCompletion.of(program));
        write("fish/vendor_completions.d/qmaster.fish", FishCompletion.of(program));
        pages(program);
    }

    private void pages(CommandLine command) throws IOException {
        String page = ManualPage.of(HelpText.of(command, Optional.empty()), version, date);
        write("man/man1/" + ManualPage.nameOf(command) + ".1", page);
        for (CommandLine inner : command.getSubcommands().values()) {
            pages(inner);
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
