package io.qmaster.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The shell snippets of the README and the guides, run in order in one bash: each succeeds and has an effect, also the
 * second time.
 */
@Execution(ExecutionMode.CONCURRENT)
class ReadmeSnippetsIT {
    /** Enough for thirty calls of the program, twice, on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir
    private Path folder;

    private final WireMockServer hook = new WireMockServer(options().dynamicPort());
    private QmasterProgram qmaster;

    @BeforeEach
    void begin() {
        hook.start();
        hook.stubFor(post(urlPathEqualTo("/qmaster")).willReturn(aResponse().withStatus(204)));
        qmaster = new QmasterProgram(folder).with("TMPDIR", folder.toString());
        Path scenario = qmaster.file("fast.json", """
                {"speed": 5, "clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1"}]}]}
                """);
        qmaster.with(
                "QMASTER_CONFIG",
                qmaster.file("config.json", "{\"scenario\": \"" + scenario + "\"}")
                        .toString());
    }

    @AfterEach
    void end() {
        hook.stop();
    }

    @Test
    void everySnippetSucceedsInOrderTwice() throws Exception {
        String snippets = String.join("", Readme.shellSnippets())
                .replace("https://hooks.example", "http://localhost:" + hook.port());
        qmaster.file("snippets.sh", snippets);

        QmasterProgram.Result result = qmaster.bash("""
                set -eux
                unset QMASTER_STATE_DIR
                . ./snippets.sh
                : the second time
                . ./snippets.sh
                """, PATIENCE);

        assertThat(result.code()).as(result.err()).isZero();
        String once = "(?s).*exit code 1\n.*exit code 8\n.*  given up  .*";
        assertThat(result.out()).as(result.err()).matches(once + once);
        assertThat(hook.findAll(postRequestedFor(urlPathEqualTo("/qmaster")))).hasSize(2);
        assertThat(folder)
                .isDirectoryRecursivelyContaining("glob:**/OUT/clip.mov")
                .isDirectoryRecursivelyContaining("glob:**/OUT/hd/clip.mov")
                .isDirectoryRecursivelyContaining("glob:**/OUT/proxy.mov")
                .isDirectoryRecursivelyContaining("glob:**/OUT/failing/clip.mov")
                .isDirectoryRecursivelyContaining("glob:**/OUT/vanishing/clip.mov")
                .isDirectoryRecursivelyContaining("glob:**/OUT/told/clip.mov")
                .isDirectoryRecursivelyContaining("glob:**/night.html")
                .isDirectoryRecursivelyContaining("glob:**/mac/Compressor.app");
    }

    /** An interactive zsh, the shell of macOS, treats the words of a comment as arguments. */
    @Test
    void noSnippetHasACommentThatZshTakesForArguments() {
        assertThat(Readme.shellSnippets())
                .isNotEmpty()
                .allSatisfy(snippet -> assertThat(snippet.lines()).noneMatch(line -> line.matches("(.*\\s)?#.*")));
    }
}
