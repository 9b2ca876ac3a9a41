package io.qmaster.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the contract of {@link MediaFiles}, on a file system with symbolic links. For authors of an implementation:
 * extend it and create the object. Not thread-safe.
 */
public abstract class MediaFilesContract {
    /** A folder for each test. */
    @TempDir
    protected Path folder;

    /** Writes a file below the folder. */
    protected final Path written(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** For subclasses. */
    protected MediaFilesContract() {}

    /** The object to test. */
    protected abstract MediaFiles files();

    @Test
    void aFileIsSeenWithItsSizeAndTheTimeOfItsLastChange() throws Exception {
        Path file = written("clip.mov", "12345");

        FileFacts facts = files().look(file);

        assertThat(facts)
                .isEqualTo(new FileFacts(
                        FileFacts.Kind.FILE, 5, Files.getLastModifiedTime(file).toInstant(), true, facts.key()));
        assertThat(facts.exists()).isTrue();
        assertThat(facts.isFolder()).isFalse();
    }

    @Test
    void aFolderIsSeenAsOne() {
        assertThat(files().look(folder).isFolder()).isTrue();
        assertThat(files().look(folder).isFile()).isFalse();
    }

    @Test
    void aLinkIsSeenAsWhatItLeadsTo() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.mov"), written("clip.mov", "12345"));

        assertThat(files().look(link).bytes()).isEqualTo(5);
    }

    @Test
    void aLinkThatLeadsToNothingIsSeenAsSuch() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.mov"), folder.resolve("nothing.mov"));

        assertThat(files().look(link).isDanglingLink()).isTrue();
        assertThat(files().look(link).exists()).isFalse();
    }

    @Test
    void whatIsMissingIsNoFailure() {
        assertThat(files().look(folder.resolve("no/clip.mov"))).isEqualTo(FileFacts.MISSING);
        assertThat(FileFacts.MISSING.modified()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void nothingIsBelowAFile() throws Exception {
        assertThat(files().look(written("notes.txt", "").resolve("sub/clip.mov")))
                .isEqualTo(FileFacts.MISSING);
    }

    @Test
    void whatCannotBeLookedAtIsNotCalledMissing() throws Exception {
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        assertThatThrownBy(() -> files().look(loop.resolve("clip.mov"))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void theFilesOfAFolderComeInTheOrderOfTheirNamesAndWithoutFolders() throws Exception {
        List<String> names = new ArrayList<>();
        for (int frame = 99; frame >= 70; frame--) {
            written("frames/frame-" + frame + ".tiff", "a frame");
            names.add(0, "frame-" + frame + ".tiff");
        }
        Path frames = folder.resolve("frames");
        Files.createDirectory(frames.resolve("thumbnails"));

        assertThat(files().filesIn(frames))
                .extracting(file -> file.getFileName().toString())
                .isEqualTo(names);
        assertThat(files().namesIn(frames))
                .startsWith("frame-70.tiff", "frame-71.tiff")
                .endsWith("thumbnails");
    }

    @Test
    void aFolderThatIsMissingHoldsNoFiles() {
        assertThat(files().filesIn(folder.resolve("frames"))).isEmpty();
    }

    @Test
    void aFileHoldsNoFiles() throws Exception {
        assertThat(files().filesIn(written("notes.txt", ""))).isEmpty();
    }

    @Test
    void linksAreFollowedAsFarAsTheyLeadAlsoToWhatIsNotThereYet() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real")).toRealPath();
        Path toFolder = Files.createSymbolicLink(folder.resolve("folder"), real);
        Path dangling = Files.createSymbolicLink(folder.resolve("a.mov"), Path.of("folder/../folder/gone.mov"));
        Path toLink = Files.createSymbolicLink(folder.resolve("b.mov"), dangling);

        assertThat(files().resolved(toFolder.resolve("sub/clip.mov"))).isEqualTo(real.resolve("sub/clip.mov"));
        assertThat(files().resolved(dangling)).isEqualTo(real.resolve("gone.mov"));
        assertThat(files().resolved(toLink)).isEqualTo(real.resolve("gone.mov"));
        assertThat(files().identity(toLink)).isEqualTo(files().identity(real.resolve("gone.mov")));
    }

    @Test
    void linksThatLeadInACircleAreNotFollowed() throws Exception {
        Path one = folder.resolve("one");
        Path other = Files.createSymbolicLink(folder.resolve("other"), one);
        Files.createSymbolicLink(one, other);

        assertThat(files().resolved(one.resolve("clip.mov"))).isEqualTo(one.resolve("clip.mov"));
    }

    @Test
    void aPathIsTheSameThroughASymbolicLinkAlsoIfNothingIsThereYet() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));

        assertThat(files().identity(link.resolve("a/new.mov")))
                .isEqualTo(files().identity(folder.resolve("real/a/new.mov")));
    }

    @Test
    void aPathIsTheSameInAnotherLetterCase() {
        assertThat(files().identity(folder.resolve("NEW.mov"))).isEqualTo(files().identity(folder.resolve("new.MOV")));
    }

    @Test
    void aPathIsTheSameInAnotherUnicodeForm() {
        String composed = Normalizer.normalize("Übersicht.mov", Normalizer.Form.NFC);
        String decomposed = Normalizer.normalize("Übersicht.mov", Normalizer.Form.NFD);

        assertThat(files().identity(folder.resolve(composed))).isEqualTo(files().identity(folder.resolve(decomposed)));
    }

    @Test
    void twoFilesAreNotTheSame() {
        assertThat(files().identity(folder.resolve("one.mov")))
                .isNotEqualTo(files().identity(folder.resolve("two.mov")));
    }

    @Test
    void anAbsolutePathHoldsNoDots() {
        assertThat(files().absolute(folder.resolve("a/./b/../clip.mov"))).isEqualTo(folder.resolve("a/clip.mov"));
        assertThat(files().absolute(Path.of("clip.mov"))).isAbsolute();
    }

    @Test
    void aFolderIsMadeWithThoseAboveIt() throws Exception {
        files().makeFolder(folder.resolve("a/b/c"));

        assertThat(folder.resolve("a/b/c")).isDirectory();
    }

    @Test
    void aFolderThatIsThereIsLeftAlone() throws Exception {
        Path file = written("out/clip.mov", "1");

        files().makeFolder(folder.resolve("out"));

        assertThat(file).exists();
    }

    @Test
    void aLinkToAFolderIsAFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));

        files().makeFolder(link);
        files().makeFolder(link.resolve("sub"));

        assertThat(folder.resolve("real/sub")).isDirectory();
    }

    @Test
    void aFileIsMoved() throws Exception {
        Path from = written("old.mov", "movie");
        Path to = folder.resolve("new.mov");

        files().move(from, to);

        assertThat(to).hasContent("movie");
        assertThat(from).doesNotExist();
    }

    @Test
    void aMoveNeverReplacesWhatStandsThere() throws Exception {
        Path from = written("old.mov", "movie");
        Path to = written("new.mov", "precious");

        assertThatThrownBy(() -> files().move(from, to))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(to.toString());

        assertThat(to).hasContent("precious");
        assertThat(from).exists();
    }

    @Test
    void aMoveNeverReplacesALinkThatLeadsNowhere() throws Exception {
        Path from = written("old.mov", "movie");
        Path to = Files.createSymbolicLink(folder.resolve("new.mov"), folder.resolve("nowhere"));

        assertThatThrownBy(() -> files().move(from, to)).isInstanceOf(IOException.class);

        assertThat(from).exists();
    }

    @Test
    void aFileIsReplacedInOneStep() throws Exception {
        Path from = written("new.mov", "new");
        Path to = written("old.mov", "old");

        files().replace(from, to);

        assertThat(to).hasContent("new");
        assertThat(from).doesNotExist();
    }

    @Test
    void aFolderIsNotReplacedByAFile() throws Exception {
        Path from = written("new.mov", "new");
        Path to = Files.createDirectory(folder.resolve("old.mov"));

        assertThatThrownBy(() -> files().replace(from, to)).isInstanceOf(IOException.class);

        assertThat(from).hasContent("new");
        assertThat(to).isDirectory();
    }

    @Test
    void aLinkIsSeenAsOneAlsoIfItLeadsNowhere() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

        assertThat(files().isLink(link)).isTrue();
        assertThat(files().isLink(folder)).isFalse();
        assertThat(files().isLink(folder.resolve("nowhere"))).isFalse();
    }

    @Test
    void theShapeOfAFileThatIsMissingIsAFailure() {
        assertThatThrownBy(() -> files().shape(folder.resolve("clip.mov"))).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aFolderIsDeletedWithEverythingInItAndNothingThatItLinksTo() throws Exception {
        Path outside = written("outside/precious.mov", "movie");
        written("tree/a/b/clip.mov", "1");
        Files.createSymbolicLink(folder.resolve("tree/link"), folder.resolve("outside"));

        files().deleteTree(folder.resolve("tree"));

        assertThat(folder.resolve("tree")).doesNotExist();
        assertThat(outside).exists();
    }

    @Test
    void deletingWhatIsMissingIsAFailure() {
        assertThatThrownBy(() -> files().deleteTree(folder.resolve("tree"))).isInstanceOf(IOException.class);
    }

    @Test
    void theRoomOfAPathIsThatOfItsVolumeAlsoIfNothingIsThereYet() {
        assertThat(files().usableBytes(folder.resolve("not/yet.mov"))).isPositive();
    }

    @Test
    void aTextIsWrittenAsAWholeForItsOwnerAlone() throws Exception {
        Path file = written("note.json", "a longer text that is replaced");

        files().write(file, "é");

        assertThat(file).hasContent("é");
        assertThat(folder).isDirectoryNotContaining(inside -> inside.toString().endsWith(".new"));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void aTextIsNotWrittenThroughALink() throws Exception {
        Path precious = written("precious.txt", "precious");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), precious);

        files().write(link, "text");

        assertThat(precious).hasContent("precious");
        assertThat(link).hasContent("text");
    }

    @Test
    void aLockIsHeldByOneUntilItIsReleased() throws Exception {
        Path lock = folder.resolve("lock");
        Closeable held = files().lock(lock).orElseThrow();

        assertThat(files().lock(lock)).isEmpty();
        held.close();
        files().lock(lock).orElseThrow().close();
        Path link = Files.createSymbolicLink(folder.resolve("linked"), lock);
        assertThatThrownBy(() -> files().lock(link)).isInstanceOf(IOException.class);
    }
}
