package io.qmaster.compressor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** Saves the answers of the programs as files from which fixtures can be made. Secrets are masked. Thread-safe. */
final class RawAnswers implements BiConsumer<Command, CommandResult> {
    private final Path folder;
    private int answers;

    /** Saves into a folder, which need not exist. */
    RawAnswers(Path folder) {
        this.folder = folder;
    }

    @Override
    public synchronized void accept(Command command, CommandResult result) {
        answers++;
        String name = "%03d-%s".formatted(answers, command.program().getFileName());
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".command"), command.preview() + "\n" + result.describe() + "\n");
            Files.writeString(
                    folder.resolve(name + ".stdout"),
                    command.masked(result.output().text()));
            Files.writeString(
                    folder.resolve(name + ".stderr"),
                    command.masked(result.error().text()));
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        }
    }
}
