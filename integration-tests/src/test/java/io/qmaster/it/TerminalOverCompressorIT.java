package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C at a terminal reaches every program in the foreground, including a Compressor that is being queried. */
@Execution(ExecutionMode.CONCURRENT)
class TerminalOverCompressorIT {
    private static final String DRAWN = " %  Processing";

    /** A Compressor 5 with one batch. On request it does not answer the next query. */
    private static final String COMPRESSOR = """
            #!/bin/sh
            cd "$(dirname "$0")" || exit 1
            case "$*" in
            *-help*) echo 'usage: -computergroup -outputformat legacy|xml|json' ;;
            *-kill*) : >cancelled ;;
            *-monitor*)
                if [ -e slow ] && mv slow asked; then echo $$ >asked; sleep 600; fi
                [ -e submitted ] || { echo '[]'; exit; }
                status=Processing
                if [ -e cancelled ]; then status=Cancelled; fi
                echo '[{"batchStatus": {"name": "'"$(cat submitted)"'", "status": "'$status'", "percentComplete": 25,'
                echo '"batchid": "86F264AF-60C1-445C-B870-597CB6814AB2", "jobs": []}}]' ;;
            *)
                while [ "$1" != -batchname ]; do shift; done
                printf '%s' "$2" >submitted
                echo '{"batch": {"batchID": "86F264AF-60C1-445C-B870-597CB6814AB2", "jobs": []}}' ;;
            esac
            """;

    @TempDir
    private Path folder;

    private Path compressor;
    private QmasterProgram qmaster;
    private PseudoTerminal terminal;

    @BeforeEach
    void install() throws Exception {
        compressor = Files.writeString(folder.resolve("Compressor"), COMPRESSOR);
        Files.setPosixFilePermissions(compressor, PosixFilePermissions.fromString("rwxr-xr-x"));
        qmaster = new QmasterProgram(folder)
                .with("QMASTER_BACKEND", "compressor")
                .with("QMASTER_COMPRESSOR", compressor.toString());
    }

    @AfterEach
    void closeTheTerminal() {
        if (terminal != null) {
            terminal.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"submit, true", "wait, false"})
    void controlCDuringAQueryIsNoTroubleWithTheStatus(String command, boolean cancels) throws Exception {
        if (!cancels) {
            assertThat(qmaster.submit().code()).isZero();
        }
        terminal = qmaster.onTerminal(
                cancels
                        ? qmaster.submission("--wait", "--poll", "1s")
                        : new String[] {"wait", "86F264AF-60C1-445C-B870-597CB6814AB2", "--poll", "1s"});
        terminal.see(DRAWN);
        Files.createFile(folder.resolve("slow"));
        while (!sleeps(folder.resolve("asked"))) {
            Thread.onSpinWait();
        }

        terminal.controlC();

        assertThat(terminal.code()).isEqualTo(130);
        assertThat(terminal.written()).doesNotContain("could not be read", "signal 2", "warning");
        assertThat(Files.exists(folder.resolve("cancelled"))).isEqualTo(cancels);
    }

    /** Whether the shell in a file has started its program. The shell of Debian loses a signal while it does. */
    private static boolean sleeps(Path shell) throws IOException {
        String pid = Files.exists(shell) ? Files.readString(shell).strip() : "";
        return !pid.isEmpty()
                && ProcessHandle.of(Long.parseLong(pid)).stream()
                        .flatMap(ProcessHandle::children)
                        .anyMatch(child -> child.info().command().orElse("").endsWith("/sleep"));
    }
}
