package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command that needs the journal, with a state folder that cannot be used. */
class StateFolderTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submit clip.mov --setting Plain --destination-dir out",
                "submit clip.mov --setting Plain --destination-dir out --dry-run",
                "status B-1",
                "wait B-1",
                "list",
                "list --all",
                "cancel B-1",
                "pause B-1",
                "resume B-1",
                "recover",
                "recover B-1",
                "recover --give-up B-1",
                "agent",
                "agent --once",
                "retry B-1",
                "show B-1",
                "logs B-1",
                "settings",
                "settings show Plain",
                "doctor"
            })
    void whatIsWrongWithTheFolderOfTheJournalIsReported(String command) throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "mine");
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("gone"));

        assertReported(command, file, "notes.txt: it is not a directory");
        assertReported(command, file.resolve("state"), file + " is not a directory");
        assertReported(command, loop, "loop: it is a symbolic link that leads back to itself");
        assertReported(command, dangling, "dangling: it is a symbolic link to something that does not exist");
    }

    private void assertReported(String command, Path stateFolder, String problem) {
        printed.reset();

        int code = run(command, stateFolder);

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(code).as(text).isEqualTo(command.equals("doctor") ? 5 : 10);
        assertThat(text)
                .contains("the journal cannot be stored in the state folder " + stateFolder)
                .contains(problem)
                .contains("; name another folder with --state-dir or QMASTER_STATE_DIR")
                .doesNotContain("Too many levels");
    }

    private int run(String command, Path stateFolder) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.addAll(List.of("--backend", "simulator", "--state-dir", stateFolder.toString()));
        Console console = new Console(printed, printed);
        return new Program(
                        Map.of("HOME", folder.toString()),
                        InputStream.nullInputStream(),
                        console,
                        new CompositionRoot(),
                        receiver -> {},
                        (code, lastWord) -> {})
                .run(arguments.toArray(String[]::new));
    }
}
