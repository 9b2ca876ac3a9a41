package io.qmaster.domain.journal;

import static io.qmaster.domain.journal.JournalSamples.NOON;
import static io.qmaster.domain.journal.JournalSamples.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.standard.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskSpoolTest {
    private final VirtualClock clock = new VirtualClock(NOON);
    private final Path folder;
    private final TaskSpool spool;

    TaskSpoolTest(@TempDir Path temporary) {
        folder = temporary.resolve("tasks");
        spool = spool();
    }

    private TaskSpool spool() {
        return TaskSpool.in(folder, clock);
    }

    private Path file() {
        return folder.resolve("open").resolve(submission(1).value());
    }

    @Test
    void linesAreReadInTheOrderInWhichTheyWereAppended() throws IOException {
        assertThat(spool.lines(submission(1))).isEmpty();
        spool.append(submission(1), "one");
        spool().append(submission(1), "two and more");

        assertThat(spool.lines(submission(1))).containsExactly("one", "two and more");
        assertThat(spool.open()).containsExactly(submission(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsDoneIsNotOpenUntilALineIsAppended() throws IOException {
        spool.append(submission(1), "to do");
        spool.settle(submission(1), lines -> lines.contains("done"));
        assertThat(spool.open()).hasSize(1);
        spool.append(submission(1), "done");

        spool.settle(submission(1), lines -> lines.contains("done"));

        assertThat(spool.open()).isEmpty();
        assertThat(spool.lines(submission(1))).containsExactly("to do", "done");
        spool.append(submission(1), "to do again");
        assertThat(spool.open()).containsExactly(submission(1));
    }

    @Test
    void aLineThatIsAppendedWhileItIsMovedIsNotForgotten() throws IOException {
        spool.append(submission(1), "done");
        boolean[] appended = {false};

        spool.settle(submission(1), lines -> {
            boolean isDone = lines.equals(List.of("done"));
            if (!appended[0]) {
                appended[0] = true;
                // Like another process that still has the file open.
                try {
                    Files.writeString(file(), "\n1 line to do\n", StandardOpenOption.APPEND);
                } catch (IOException failed) {
                    throw new AssertionError(failed);
                }
            }
            return isDone;
        });

        assertThat(spool.open()).containsExactly(submission(1));
    }

    @Test
    void oneAtATimeTakesIt() throws IOException {
        spool.append(submission(1), "to do");
        TaskSpool other = spool();

        assertThat(spool.take(submission(1))).isTrue();
        assertThat(spool.take(submission(1))).isTrue();
        assertThat(other.take(submission(1))).isFalse();

        spool.release(submission(1));
        assertThat(other.take(submission(1))).isTrue();
        assertThat(spool.take(submission(1))).isFalse();
        other.close();
        assertThat(spool.take(submission(1))).isTrue();
    }

    @Test
    void aTornLineIsIgnoredAndALaterFormatIsNot() throws IOException {
        spool.append(submission(1), "one");
        Files.writeString(file(), "1 line tor", StandardOpenOption.APPEND);
        assertThat(spool.lines(submission(1))).containsExactly("one");

        Files.writeString(file(), "\n2 line two\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> spool.lines(submission(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("later version");
    }

    @Test
    void whatIsDoneIsForgottenAfterThirtyDaysByThreeDates() throws IOException {
        spool.append(submission(1), "done");
        spool.settle(submission(1), lines -> true);
        for (int day = 0; day < 3; day++) {
            clock.advance(Duration.ofDays(31));
            spool.append(submission(2), "to do");
        }

        assertThat(spool.lines(submission(1))).isEmpty();
        assertThat(spool.lines(submission(2))).hasSize(3);
    }

    private void assertIsNotUsed(String why) {
        assertThatThrownBy(() -> spool().append(submission(2), "secret")).hasMessageContaining(why);
        assertThatThrownBy(() -> spool().lines(submission(1))).hasMessageContaining(why);
        assertThatThrownBy(() -> spool().open()).hasMessageContaining(why);
        assertThatThrownBy(() -> spool().take(submission(1))).hasMessageContaining(why);
    }

    @Test
    void aLinkInPlaceOfTheFolderIsNotFollowed() throws IOException {
        spool.append(submission(1), "secret");
        Path elsewhere = Files.move(folder, folder.resolveSibling("elsewhere"));
        Files.createSymbolicLink(folder, elsewhere);

        assertIsNotUsed("a symbolic link");

        assertThat(elsewhere.resolve("open")).isDirectoryNotContaining("glob:**" + submission(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-"})
    void aFolderThatOtherUsersMayWriteToIsNotUsed(String permissions) throws IOException {
        spool.append(submission(1), "secret");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));

        assertIsNotUsed("other users may write to it");
    }

    @Test
    void aFolderOfAnotherUserIsNotUsed() throws IOException {
        spool.append(submission(1), "secret");
        assumeTrue(isGivenToAnotherUser(folder), "needs a user who may give files to any user");

        assertIsNotUsed("it belongs to another user");
    }

    private static boolean isGivenToAnotherUser(Path path) {
        try {
            Files.setAttribute(path, "unix:uid", 4711);
            return true;
        } catch (IOException | UnsupportedOperationException refused) {
            return false;
        }
    }
}
