package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawAnswersTest {
    @TempDir
    Path folder;

    @Test
    void eachAnswerIsSavedAsItCameButForSecrets() {
        Command command = Command.of(Path.of("/bin/Batch Monitor"))
                .withHidden("-clusterid", Secret.of("me:s3cret@10.0.0.1:5000"), "me:•••@10.0.0.1:5000");
        CommandResult result = new CommandResult(
                CommandResult.Ending.EXITED,
                0,
                new CapturedOutput("<batchStatus />\n\n", 0),
                new CapturedOutput("no me:s3cret@10.0.0.1:5000", 0),
                Duration.ofMillis(1200));

        new RawAnswers(folder.resolve("answers")).accept(command, result);

        Path answers = folder.resolve("answers");
        assertThat(answers.resolve("001-Batch Monitor.stdout")).hasContent("<batchStatus />\n\n");
        assertThat(answers.resolve("001-Batch Monitor.stderr")).hasContent("no me:•••@10.0.0.1:5000");
        assertThat(answers.resolve("001-Batch Monitor.command"))
                .content()
                .contains("-clusterid", "ended with exit code 0 after 1.2 s")
                .doesNotContain("s3cret");
    }
}
