package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The completions of shells. */
class CompletionTest extends TenMinuteJobs {
    @ParameterizedTest
    @CsvSource({
        "bash, complete -o bashdefault -o default -F _qmaster qmaster",
        "zsh, #compdef qmaster",
        "fish, complete -c qmaster -f",
        "BASH, _qmaster_option()"
    })
    void thereIsAScriptForEachShell(String shell, String line) {
        assertThat(bench.run("completion", shell).lines()).anyMatch(text -> text.startsWith(line));
    }

    @Test
    void withoutAShellTheScriptIsForBashAndZsh() {
        assertThat(bench.run("completion").out())
                .contains("#compdef qmaster", "complete -o bashdefault", "ZSH_VERSION");
        assertThat(bench.run("completion", "tcsh").code()).isEqualTo(2);
    }

    @Test
    void settingsAndClustersAndBatchesAreAskedForByTheScripts() {
        String id = bench.submit().out().strip();

        assertThat(bench.run("completion", "--values", "batches").out())
                .startsWith(id + "\tclip.mov Transcode")
                .hasLineCount(1);
        assertThat(bench.run("completion", "--values", "clusters").lines()).contains("This Computer\tcluster");
        assertThat(bench.run("completion", "--values", "clusters", "--cluster", "Another")
                        .lines())
                .contains("Another\tcluster");
        assertThat(bench.run("completion", "--values", "settings").code()).isZero();
    }

    /** The words of a command line, and a completion of the last one; {@code _} is an empty word. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sub | submit",
                "submit --prio | --priority",
                "submit --priority _ | low medium high",
                "submit --priority = me | medium",
                "list --state succ | successful",
                "--backend sim | simulator",
                "submit --backend = sim | simulator",
                "settings sh | show",
                "settings show HD | HD 720p",
                "help sub | submit",
                "completion _ | bash zsh fish",
                "wait B-1 | B-12345 B-1777",
                "wait --poll 5s B-17 | B-1777",
                "submit x --setting HD | HD 720p",
                "submit --setting \"HD | HD 720p",
                "list --cluster FCS | FCS Cluster",
                "--state-dir somewhere wait B-17 | B-1777"
            })
    void bashCompletesCommandsOptionsAndValues(String line, String expected) throws Exception {
        assertThat(completed(line)).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(touch${IFS}%s)", "`touch${IFS}%s`", "x;touch${IFS}%s", "<(touch${IFS}%s)"})
    void completingRunsNoCommandOfTheLine(String word) throws Exception {
        Path made = folder.resolve("made");

        String ignored = completed("--state-dir " + word.formatted(made) + " wait B-17");

        assertThat(made).doesNotExist();
        assertThat(ignored).isEqualTo("B-1777");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list --json --since _", "submit --label _"})
    void whatCanBeAnythingIsNotCompleted(String line) throws Exception {
        assertThat(completed(line)).isEmpty();
    }

    /** The completions of a line by the bash of this computer, in one line. */
    private String completed(String line) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash here");
        Path script = Files.writeString(
                folder.resolve("completion.sh"), bench.run("completion", "bash").out());
        // Replaces the program that the script calls.
        Path program = Files.writeString(folder.resolve("program"), """
                #!/bin/bash
                case "${@: -1}" in
                batches) printf 'B-12345\\tone\\nB-1777\\ttwo\\n' ;;
                settings) printf 'HD 720p\\tmov\\nOther\\tmov\\n' ;;
                clusters) printf 'FCS Cluster\\tcluster\\n' ;;
                esac
                """);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Process bash = new ProcessBuilder(
                        "/bin/bash", "--norc", "-c", """
                source "$1"
                COMP_WORDS=("$2")
                for word in $3; do [ "$word" != _ ] || word=; COMP_WORDS+=("$word"); done
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _qmaster
                printf '%s' "${COMPREPLY[*]}"
                """, "bash", script.toString(), program.toString(), line)
                .redirectErrorStream(true)
                .start();
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
