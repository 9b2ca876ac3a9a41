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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The shell snippets of the README and the guides, run in order in one bash: each succeeds and has an effect, also the
 * second time. Begins early, since it mostly waits.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class ReadmeSnippetsIT {
    /** Enough for sixty calls of the program on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /** Commands that only read, and are not repeated. */
    private static final Pattern READS =
            Pattern.compile("^qmaster (status|show|logs|list|clusters|doctor|help|settings( --.*)?$).*");

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
        qmaster.file(
                "repeated.sh",
                snippets.lines()
                        .filter(line -> !READS.matcher(line).matches())
                        .collect(Collectors.joining("\n", "", "\n")));

        QmasterProgram.Result result = qmaster.bash("""
                set -eux
                unset QMASTER_STATE_DIR
                . ./snippets.sh
                : the second time
                . ./repeated.sh
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
