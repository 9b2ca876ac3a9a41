package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.contract.MediaFilesContract;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalFilesTest extends MediaFilesContract {
    private final LocalFiles files = new LocalFiles();

    @Override
    protected MediaFiles files() {
        return files;
    }

    @Test
    void aFolderInWhichNoUserMayCreateFilesIsNotWritable() {
        assertThat(files.isWritable(folder)).isTrue();
        // Unlike missing permissions, this stops the superuser too.
        assertThat(files.isWritable(Path.of(URI.create("jrt:/java.base")))).isFalse();
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNothingBehind() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("report.html").resolve("not empty"));

        assertThatThrownBy(() -> files.write(folder.resolve("report.html"), "a report"))
                .isInstanceOf(IOException.class);

        assertThat(folder).isDirectoryNotContaining("glob:**.new");
        assertThat(inTheWay).exists();
    }

    @Test
    void aDeviceIsNeitherFileNorFolder() {
        assertThat(files.look(Path.of("/dev/null")).kind()).isEqualTo(FileFacts.Kind.OTHER);
    }

    @ParameterizedTest
    @CsvSource({
        "Σίσυφος.mov, ΣΊΣΥΦΟΣ.MOV",
        "Σίσυφος.mov, σίσυφοσ.mov",
        "ſtadt.mov, STADT.mov",
        "\u212Aelvin.mov, kelvin.mov",
        "Straße.mov, STRASSE.mov",
        "Straße.mov, STRA\u1E9EE.mov",
        "\uFB01lm.mov, FILM.mov",
        "\u00B5.mov, \u03BC.mov",
        "\u1FB3.mov, \u0391\u0399.mov",
        "\u0345a.mov, \u03B9A.mov",
        "\u10D0.mov, \u1C90.mov",
        "\uD801\uDC28.mov, \uD801\uDC00.mov"
    })
    void aPathIsTheSameInEveryCaseThatUnicodeFolds(String one, String other) {
        assertThat(files.identity(folder.resolve(one))).isEqualTo(files.identity(folder.resolve(other)));
    }

    @Test
    void everyCaseOfEveryLetterIsFoldedAlike() {
        List<Integer> apart = IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                .filter(letter -> Character.toUpperCase(letter) != Character.toLowerCase(letter))
                // Its lower case of one letter is that of Turkish alone.
                .filter(letter -> letter != 'İ')
                .filter(letter -> IntStream.of(
                                Character.toUpperCase(letter),
                                Character.toLowerCase(letter),
                                Character.toTitleCase(letter))
                        .mapToObj(Character::toString)
                        .anyMatch(other -> !CaseFolding.of(other).equals(CaseFolding.of(Character.toString(letter)))))
                .boxed()
                .toList();

        assertThat(apart).isEmpty();
    }

    @Test
    void aPathBelowAFileHasAnIdentityToo() throws Exception {
        Path file = written("notes.txt", "");

        assertThat(files.identity(file.resolve("clip.mov"))).endsWith("notes.txt/clip.mov");
    }

    @Test
    void aFolderIsNotMadeWhereAFileIs() throws Exception {
        Path file = written("notes.txt", "");

        assertThatThrownBy(() -> files.makeFolder(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is a file, not a folder");
    }

    @Test
    void aFolderIsNotMadeBelowAFile() throws Exception {
        Path below = written("notes.txt", "").resolve("sub");

        assertThatThrownBy(() -> files.makeFolder(below))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(below + " cannot be created: Not a directory");
    }

    @Test
    void aRenamedFileKeepsItsKeyAndOneThatIsWrittenAnewHasAnother() throws Exception {
        Path file = written("clip.mov", "movie");
        String key = files.look(file).key().orElseThrow();

        files.move(file, folder.resolve("kept.mov"));
        written("clip.mov", "movie");

        assertThat(files.look(folder.resolve("kept.mov")).key()).contains(key);
        assertThat(files.look(file).key()).isPresent().get().isNotEqualTo(key);
    }

    @Test
    void aPlainFolderWhereAVolumeShouldBeIsATrap() throws Exception {
        Path volumes = Files.createDirectory(folder.resolve("Volumes"));
        Path trap = Files.createDirectory(volumes.resolve("Media"));
        LocalFiles mac = new LocalFiles(LocalFiles.PATIENCE, volumes);

        assertThat(mac.unmountedVolume(trap.resolve("out/clip.mov"))).contains(trap);
        assertThat(mac.unmountedVolume(volumes.resolve("Missing/clip.mov"))).contains(volumes.resolve("Missing"));
    }

    @Test
    void theStartUpVolumeIsMountedAsALink() throws Exception {
        Path volumes = Files.createDirectory(folder.resolve("Volumes"));
        Files.createSymbolicLink(volumes.resolve("Macintosh HD"), Path.of("/"));
        LocalFiles mac = new LocalFiles(LocalFiles.PATIENCE, volumes);

        assertThat(mac.unmountedVolume(volumes.resolve("Macintosh HD/clip.mov")))
                .isEmpty();
        // JUnit warns of links out of its folder.
        Files.delete(volumes.resolve("Macintosh HD"));
    }

    @Test
    void elsewhereNothingNeedBeMounted() throws Exception {
        Path volumes = Files.createDirectory(folder.resolve("Volumes"));
        LocalFiles mac = new LocalFiles(LocalFiles.PATIENCE, volumes);

        assertThat(mac.unmountedVolume(folder.resolve("clip.mov"))).isEmpty();
        assertThat(mac.unmountedVolume(volumes)).isEmpty();
    }

    // silence

    @Test
    void aVolumeThatDoesNotAnswerIsGivenUp() {
        CountDownLatch dead = new CountDownLatch(1);
        LocalFiles impatient = new LocalFiles(Duration.ofMillis(1));

        assertThatThrownBy(() -> impatient.guarded(folder, () -> {
                    dead.await();
                    return "late";
                }))
                .isInstanceOfSatisfying(
                        VolumeNotAnsweringException.class,
                        silent -> assertThat(silent.path()).isEqualTo(folder.toString()))
                .hasMessageStartingWith("the volume of " + folder);
        dead.countDown();
    }

    @Test
    @Timeout(30)
    void whileACallIsStuckItsVolumeIsNotAskedAgainAndAfterwardsItIs() throws Exception {
        CountDownLatch dead = new CountDownLatch(1);
        LocalFiles impatient = new LocalFiles(Duration.ofMillis(50));
        assertThatThrownBy(() -> impatient.guarded(folder, () -> {
                    dead.await();
                    return "late";
                }))
                .isInstanceOf(VolumeNotAnsweringException.class);

        assertThatThrownBy(() -> impatient.guarded(folder, () -> {
                    throw new AssertionError("asked");
                }))
                .isInstanceOf(VolumeNotAnsweringException.class);
        dead.countDown();

        assertThat(answerOnceItIsThere(impatient)).isTrue();
    }

    private boolean answerOnceItIsThere(LocalFiles impatient) {
        while (true) {
            try {
                return impatient.look(folder).exists();
            } catch (VolumeNotAnsweringException notYet) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void anotherVolumeIsQueriedNevertheless() {
        CountDownLatch dead = new CountDownLatch(1);
        LocalFiles impatient = new LocalFiles(Duration.ofMillis(50));
        assertThatThrownBy(() -> impatient.guarded(Path.of("/Volumes/Dead/clip.mov"), () -> {
                    dead.await();
                    return "late";
                }))
                .isInstanceOf(VolumeNotAnsweringException.class);

        assertThat(answerOnceItIsThere(impatient)).isTrue();
        dead.countDown();
    }

    @Test
    void anInterruptWhileAFileIsLookedAtIsKeptForLater() throws Exception {
        Path file = written("clip.mov", "12345");
        Thread.currentThread().interrupt();

        FileFacts facts = files.look(file);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(facts.bytes()).isEqualTo(5);
    }

    @Test
    void whatACallThrowsIsThrown() {
        assertThatThrownBy(() -> files.guarded(folder, () -> {
                    throw new IllegalStateException("odd");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("odd");
    }
}
