package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalFilesTest {
    private final LocalFiles files = new LocalFiles();

    @TempDir
    private Path folder;

    private Path written(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    // look

    @Test
    void aFileIsSeenWithItsSizeAndTheTimeOfItsLastChange() throws Exception {
        Path file = written("clip.mov", "12345");

        FileFacts facts = files.look(file);

        assertThat(facts)
                .isEqualTo(new FileFacts(
                        FileFacts.Kind.FILE, 5, Files.getLastModifiedTime(file).toInstant(), true, facts.key()));
        assertThat(facts.exists()).isTrue();
        assertThat(facts.isFolder()).isFalse();
    }

    @Test
    void aFolderIsSeenAsOne() {
        assertThat(files.look(folder).isFolder()).isTrue();
        assertThat(files.look(folder).isFile()).isFalse();
    }

    @Test
    void aFolderInWhichNobodyMayCreateFilesIsNotWritable() {
        assertThat(files.isWritable(folder)).isTrue();
        // Unlike a folder without the permission, this one stops the superuser, too.
        assertThat(files.isWritable(Path.of(URI.create("jrt:/java.base")))).isFalse();
    }

    @Test
    void aDeviceIsNeitherFileNorFolder() {
        assertThat(files.look(Path.of("/dev/null")).kind()).isEqualTo(FileFacts.Kind.OTHER);
    }

    @Test
    void aLinkIsSeenAsWhatItLeadsTo() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.mov"), written("clip.mov", "12345"));

        assertThat(files.look(link).bytes()).isEqualTo(5);
    }

    @Test
    void aLinkThatLeadsToNothingIsSeenAsSuch() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.mov"), folder.resolve("nothing.mov"));

        assertThat(files.look(link).isDanglingLink()).isTrue();
        assertThat(files.look(link).exists()).isFalse();
    }

    @Test
    void whatIsMissingIsNoFailure() {
        assertThat(files.look(folder.resolve("no/clip.mov"))).isEqualTo(FileFacts.MISSING);
        assertThat(FileFacts.MISSING.modified()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void nothingIsBelowAFile() throws Exception {
        assertThat(files.look(written("notes.txt", "").resolve("sub/clip.mov"))).isEqualTo(FileFacts.MISSING);
    }

    @Test
    void whatCannotBeLookedAtIsNotCalledMissing() throws Exception {
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        assertThatThrownBy(() -> files.look(loop.resolve("clip.mov"))).isInstanceOf(UncheckedIOException.class);
    }

    // filesIn

    @Test
    void theFilesOfAFolderComeInTheOrderOfTheirNamesAndWithoutFolders() throws Exception {
        List<String> names = new ArrayList<>();
        for (int frame = 99; frame >= 70; frame--) {
            written("frames/frame-" + frame + ".tiff", "a frame");
            names.add(0, "frame-" + frame + ".tiff");
        }
        Path frames = folder.resolve("frames");
        Files.createDirectory(frames.resolve("thumbnails"));

        assertThat(files.filesIn(frames))
                .extracting(file -> file.getFileName().toString())
                .isEqualTo(names);
        assertThat(files.namesIn(frames))
                .startsWith("frame-70.tiff", "frame-71.tiff")
                .endsWith("thumbnails");
    }

    @Test
    void aFolderThatIsMissingHoldsNoFiles() {
        assertThat(files.filesIn(folder.resolve("frames"))).isEmpty();
    }

    @Test
    void aFileHoldsNoFiles() throws Exception {
        assertThat(files.filesIn(written("notes.txt", ""))).isEmpty();
    }

    // resolved

    @Test
    void linksAreFollowedAsFarAsTheyLeadAlsoToWhatIsNotThereYet() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real")).toRealPath();
        Path toFolder = Files.createSymbolicLink(folder.resolve("folder"), real);
        Path dangling = Files.createSymbolicLink(folder.resolve("a.mov"), Path.of("folder/../folder/gone.mov"));
        Path toLink = Files.createSymbolicLink(folder.resolve("b.mov"), dangling);

        assertThat(files.resolved(toFolder.resolve("sub/clip.mov"))).isEqualTo(real.resolve("sub/clip.mov"));
        assertThat(files.resolved(dangling)).isEqualTo(real.resolve("gone.mov"));
        assertThat(files.resolved(toLink)).isEqualTo(real.resolve("gone.mov"));
        assertThat(files.identity(toLink)).isEqualTo(files.identity(real.resolve("gone.mov")));
    }

    @Test
    void linksThatLeadInACircleAreNotFollowed() throws Exception {
        Path one = folder.resolve("one");
        Path other = Files.createSymbolicLink(folder.resolve("other"), one);
        Files.createSymbolicLink(one, other);

        assertThat(files.resolved(one.resolve("clip.mov"))).isEqualTo(one.resolve("clip.mov"));
    }

    // identity

    @Test
    void aPathIsTheSameThroughASymbolicLinkAlsoIfNothingIsThereYet() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));

        assertThat(files.identity(link.resolve("a/new.mov")))
                .isEqualTo(files.identity(folder.resolve("real/a/new.mov")));
    }

    @Test
    void aPathIsTheSameInAnotherLetterCase() {
        assertThat(files.identity(folder.resolve("NEW.mov"))).isEqualTo(files.identity(folder.resolve("new.MOV")));
    }

    @Test
    void aPathIsTheSameInAnotherUnicodeForm() {
        String composed = Normalizer.normalize("Übersicht.mov", Normalizer.Form.NFC);
        String decomposed = Normalizer.normalize("Übersicht.mov", Normalizer.Form.NFD);

        assertThat(files.identity(folder.resolve(composed))).isEqualTo(files.identity(folder.resolve(decomposed)));
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
    void twoFilesAreNotTheSame() {
        assertThat(files.identity(folder.resolve("one.mov"))).isNotEqualTo(files.identity(folder.resolve("two.mov")));
    }

    @Test
    void aPathBelowAFileHasAnIdentityToo() throws Exception {
        Path file = written("notes.txt", "");

        assertThat(files.identity(file.resolve("clip.mov"))).endsWith("notes.txt/clip.mov");
    }

    @Test
    void anAbsolutePathHoldsNoDots() {
        assertThat(files.absolute(folder.resolve("a/./b/../clip.mov"))).isEqualTo(folder.resolve("a/clip.mov"));
        assertThat(files.absolute(Path.of("clip.mov"))).isAbsolute();
    }

    // makeFolder

    @Test
    void aFolderIsMadeWithThoseAboveIt() throws Exception {
        files.makeFolder(folder.resolve("a/b/c"));

        assertThat(folder.resolve("a/b/c")).isDirectory();
    }

    @Test
    void aFolderThatIsThereIsLeftAlone() throws Exception {
        Path file = written("out/clip.mov", "1");

        files.makeFolder(folder.resolve("out"));

        assertThat(file).exists();
    }

    @Test
    void aLinkToAFolderIsAFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));

        files.makeFolder(link);
        files.makeFolder(link.resolve("sub"));

        assertThat(folder.resolve("real/sub")).isDirectory();
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
                .hasMessageContaining(below + " cannot be made: Not a directory");
    }

    // move and delete

    @Test
    void aFileIsMoved() throws Exception {
        Path from = written("old.mov", "movie");
        Path to = folder.resolve("new.mov");

        files.move(from, to);

        assertThat(to).hasContent("movie");
        assertThat(from).doesNotExist();
    }

    @Test
    void aMoveNeverReplacesWhatStandsThere() throws Exception {
        Path from = written("old.mov", "movie");
        Path to = written("new.mov", "precious");

        assertThatThrownBy(() -> files.move(from, to))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(to.toString());

        assertThat(to).hasContent("precious");
        assertThat(from).exists();
    }

    @Test
    void aMoveNeverReplacesALinkThatLeadsNowhere() throws Exception {
        Path from = written("old.mov", "movie");
        Path to = Files.createSymbolicLink(folder.resolve("new.mov"), folder.resolve("nowhere"));

        assertThatThrownBy(() -> files.move(from, to)).isInstanceOf(IOException.class);

        assertThat(from).exists();
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
    void aFileIsReplacedInOneStep() throws Exception {
        Path from = written("new.mov", "new");
        Path to = written("old.mov", "old");

        files.replace(from, to);

        assertThat(to).hasContent("new");
        assertThat(from).doesNotExist();
    }

    @Test
    void aFolderIsNotReplacedByAFile() throws Exception {
        Path from = written("new.mov", "new");
        Path to = Files.createDirectory(folder.resolve("old.mov"));

        assertThatThrownBy(() -> files.replace(from, to)).isInstanceOf(IOException.class);

        assertThat(from).hasContent("new");
        assertThat(to).isDirectory();
    }

    @Test
    void aLinkIsSeenAsOneAlsoIfItLeadsNowhere() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

        assertThat(files.isLink(link)).isTrue();
        assertThat(files.isLink(folder)).isFalse();
        assertThat(files.isLink(folder.resolve("nowhere"))).isFalse();
    }

    @Test
    void theShapeOfAFileThatIsMissingIsAFailure() {
        assertThatThrownBy(() -> files.shape(folder.resolve("clip.mov"))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aFolderIsDeletedWithEverythingInItAndNothingThatItLinksTo() throws Exception {
        Path outside = written("outside/precious.mov", "movie");
        written("tree/a/b/clip.mov", "1");
        Files.createSymbolicLink(folder.resolve("tree/link"), folder.resolve("outside"));

        files.deleteTree(folder.resolve("tree"));

        assertThat(folder.resolve("tree")).doesNotExist();
        assertThat(outside).exists();
    }

    @Test
    void deletingWhatIsMissingIsAFailure() {
        assertThatThrownBy(() -> files.deleteTree(folder.resolve("tree"))).isInstanceOf(IOException.class);
    }

    // volumes

    @Test
    void theRoomOfAPathIsThatOfItsVolumeAlsoIfNothingIsThereYet() {
        assertThat(files.usableBytes(folder.resolve("not/yet.mov"))).isPositive();
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
    void anotherVolumeIsAskedAllTheSame() {
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
