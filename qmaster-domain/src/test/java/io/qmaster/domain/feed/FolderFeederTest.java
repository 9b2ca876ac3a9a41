package io.qmaster.domain.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.DestinationException;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.MemoryJournal;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@link FolderFeeder} submits, and where files are afterwards. */
class FolderFeederTest {
    private static final String SETTING =
            "<setting name=\"Plain\"><encoder name=\"QT\"><file-extension>mov</file-extension>"
                    + "</encoder></setting>";
    private static final Duration STABLE = Duration.ofSeconds(30);

    private EncodingEngine engine = new EncodingEngine();
    private MemoryJournal journal = new MemoryJournal();
    private final Recorder heard = new Recorder();
    private final Path folder;
    private Path hot;

    FolderFeederTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.hot = Files.createDirectories(folder.resolve("hot"));
        Files.writeString(folder.resolve("plain.compressorsetting"), SETTING);
    }

    private static final class Recorder implements FolderListener {
        private final List<FiledSource> filed = new ArrayList<>();
        private final List<String> events = new ArrayList<>();

        @Override
        public void filed(FiledSource source) {
            filed.add(source);
        }

        @Override
        public void passedOver(Path file, String why) {
            events.add(FileNames.of(file) + " " + why);
        }

        @Override
        public void delayed(String what) {
            events.add(what);
        }

        @Override
        public void volumeMissing(Path place) {
            events.add("missing " + FileNames.of(place));
        }

        @Override
        public void volumeBack(Path place) {
            events.add("back " + FileNames.of(place));
        }
    }

    private Path write(String name, String content) {
        try {
            Path file = Files.writeString(hot.resolve(name), content);
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void grow(String name) {
        try {
            Files.writeString(hot.resolve(name), " more", StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void rename(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void link(Path link, Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void at(int seconds, Runnable event) {
        engine.backend.clock().schedule(Duration.ofSeconds(seconds), event);
    }

    private HotFolder watched(Path path) {
        return new HotFolder(path, STABLE, this::request);
    }

    private BatchRequest request(Path file) {
        return BatchRequest.builder()
                .compressorSettingFile(folder.resolve("plain.compressorsetting"))
                .destinationDirectory(folder.resolve("out"))
                .sourceFile(file)
                .build();
    }

    /** Feeds for some minutes, then drains. */
    private FeedSummary fed(int minutes, Consumer<FolderFeeder.Builder> options) throws InterruptedException {
        return fed(minutes, options, List.of(watched(hot)), CrashingProcess.never());
    }

    private FeedSummary fed(
            int minutes, Consumer<FolderFeeder.Builder> options, List<HotFolder> folders, CrashingProcess process)
            throws InterruptedException {
        MediaFiles files = process.files(new LocalFiles());
        try (Qmaster qmaster = Qmaster.builder(engine.backend)
                .journal(process.journal(journal))
                .files(files)
                .build()) {
            FolderFeeder.Builder feeder =
                    FolderFeeder.over(qmaster, files, engine.backend.clock()).listener(heard);
            options.accept(feeder);
            FolderFeeder built = feeder.build();
            at(minutes * 60, built::drain);
            return built.feed(folders);
        }
    }

    private FeedSummary fed(int minutes) throws InterruptedException {
        return fed(minutes, feeder -> {});
    }

    private List<String> in(String name) {
        try (Stream<Path> files = Files.list(hot.resolve(name))) {
            return files.map(FileNames::of)
                    .filter(file -> !file.equals(".lock"))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aFileThatStaysTheSameIsSubmittedAndMovedAside() throws Exception {
        write("clip.mov", "a movie");

        FeedSummary summary = fed(5);

        assertThat(engine.batches()).containsExactly(List.of("clip.mov"));
        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 1));
        assertThat(in("done")).containsExactly("clip.mov", "clip.mov.json");
        assertThat(hot.resolve("done/clip.mov")).hasContent("a movie");
        assertThat(Files.readString(hot.resolve("done/clip.mov.json")))
                .contains("\"outcome\": \"successful\"", "\"batchId\": \"B-1\"", "\"code\": null");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(hot.resolve("done/clip.mov.json"))))
                .isEqualTo("rw-------");
        assertThat(in("working")).isEmpty();
        assertThat(folder.resolve("out/clip.mov")).exists();
    }

    @Test
    void aFileWithTheLongestPossibleNameIsFiled() throws Exception {
        String name = "a".repeat(251) + ".mov";
        write(name, "a movie");

        FeedSummary summary = fed(10);

        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 1));
        assertThat(in("done")).hasSize(2).contains(name);
        assertThat(in("working")).isEmpty();
    }

    @Test
    void aFileThatGrowsIsLeftUntilItNoLongerDoes() throws Exception {
        write("clip.mov", "half");
        for (int second = 10; second < 180; second += 10) {
            at(second, () -> grow("clip.mov"));
        }
        List<Integer> early = new ArrayList<>();
        at(185, () -> early.add(engine.batches().size()));

        fed(10);

        assertThat(early).containsExactly(0);
        assertThat(engine.sources()).containsExactly("clip.mov");
        assertThat(Files.readString(hot.resolve("done/clip.mov"))).endsWith(" more");
    }

    @Test
    void aFileWithItsMarkerIsTakenAtOnce() throws Exception {
        write("clip.mov", "a movie");
        write("clip.mov.done", "");
        List<Integer> early = new ArrayList<>();
        at(10, () -> early.add(engine.batches().size()));

        fed(5);

        assertThat(early).containsExactly(1);
        assertThat(in("done")).containsExactly("clip.mov", "clip.mov.json");
        assertThat(in("")).containsExactly("done", "working");
    }

    @Test
    void aFileThatIsRenamedOrVanishesIsSubmittedUnderItsLastNameOrNotAtAll() throws Exception {
        write("first.mov", "one");
        write("gone.mov", "two");
        at(20, () -> rename(hot.resolve("first.mov"), hot.resolve("second.mov")));
        at(25, () -> delete(hot.resolve("gone.mov")));

        fed(5);

        assertThat(engine.sources()).containsExactly("second.mov");
    }

    @Test
    void aFileThatComesAgainIsAnotherFileAndWaitsForTheFirst() throws Exception {
        write("clip.mov", "first");
        at(40, () -> write("clip.mov", "second"));
        at(300, () -> write("clip.mov", "third"));
        at(299, () -> delete(folder.resolve("out/clip.mov")));

        FeedSummary summary = fed(15);

        assertThat(engine.mostRunning()).isEqualTo(1);
        assertThat(engine.sources()).containsExactly("clip.mov", "clip.mov");
        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 2, FeedOutcome.REJECTED, 1));
        assertThat(in("done")).containsExactly("clip-2.mov", "clip-2.mov.json", "clip.mov", "clip.mov.json");
        assertThat(hot.resolve("failed/clip.mov")).hasContent("second");
        assertThat(Files.readString(hot.resolve("failed/clip.mov.json"))).contains("\"code\": \"DESTINATION_EXISTS\"");
    }

    @Test
    void whatIsNoArrivedMediaFileIsLeftAlone() throws Exception {
        write(".hidden.mov", "x");
        write("._clip.mov", "x");
        write("clip.mov.part", "x");
        write("notes.txt", "x");
        Files.createDirectories(hot.resolve("package.mov"));
        Files.createSymbolicLink(hot.resolve("link.mov"), write("target.bin", "secret"));
        write("ours.mov", "x");

        fed(
                5,
                feeder -> feeder.objection(file ->
                        FileNames.of(file).equals("ours.mov") ? Optional.of("it is an output") : Optional.empty()));

        assertThat(engine.batches()).isEmpty();
        assertThat(in(""))
                .containsExactly(
                        "._clip.mov",
                        ".hidden.mov",
                        "clip.mov.part",
                        "link.mov",
                        "notes.txt",
                        "ours.mov",
                        "package.mov",
                        "target.bin",
                        "working");
        assertThat(heard.events)
                .containsExactlyInAnyOrder("link.mov it is a symbolic link", "ours.mov it is an output");
    }

    @Test
    void aNameMayHoldALineBreakOrBeVeryLong() throws Exception {
        write("two\nlines \"é\".mov", "x");
        write("l".repeat(240) + ".mov", "x");

        FeedSummary summary = fed(5);

        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 2));
        assertThat(in("done"))
                .contains("two\nlines \"é\".mov", "l".repeat(240) + ".mov")
                .hasSize(4);
        assertThat(Files.readString(hot.resolve("done/two\nlines \"é\".mov.json")))
                .contains("two\\u000alines \\\"é\\\".mov");
    }

    @Test
    void aNameThatJavaCannotReadIsReportedOnce() throws Exception {
        write("clip.mov", "x");
        MediaFiles files = alsoListing("caf\uFFFD.mov");
        try (Qmaster qmaster =
                Qmaster.builder(engine.backend).journal(journal).files(files).build()) {
            FolderFeeder feeder = FolderFeeder.over(qmaster, files, engine.backend.clock())
                    .listener(heard)
                    .build();
            at(300, feeder::drain);
            assertThat(feeder.feed(List.of(watched(hot))).sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 1));
        }
        assertThat(heard.events).containsExactly("caf\uFFFD.mov its name is not valid in the locale of this program");
    }

    private MediaFiles alsoListing(String name) {
        LocalFiles local = new LocalFiles();
        return (MediaFiles) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MediaFiles.class}, (self, method, arguments) -> {
                    try {
                        return method.getName().equals("namesIn") && arguments[0].equals(hot)
                                ? Stream.concat(local.namesIn(hot).stream(), Stream.of(name))
                                        .toList()
                                : method.invoke(local, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    @Test
    void aLongNameIsShortenedBetweenCharacters() throws Exception {
        String film = "a".repeat(39) + "\uD83C\uDFAC".repeat(48) + ".mov";
        write(film, "x");
        write("ok.mov", "x");

        assertThat(fed(5).sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 2));
        assertThat(in("done")).contains(film, "ok.mov").hasSize(4);
    }

    @Test
    void whatCannotBeMovedIsReportedOnceForEachReason() throws Exception {
        write("a.mov", "x");
        write("b.mov", "x");
        at(20, () -> write("done", "a file"));

        fed(30);

        assertThat(heard.events)
                .singleElement()
                .asString()
                .contains("could not be moved: ", hot.resolve("done").toString());
    }

    @Test
    void aFolderIsNotUsedIfFinishedFilesCouldNotBeMoved() {
        write("failed", "a file");

        assertThatThrownBy(() -> fed(1))
                .isInstanceOf(SourceFileException.class)
                .hasMessageContaining(hot.resolve("failed") + " is not a folder");
    }

    @Test
    void aFolderThatIsMissingAtTheStartIsWaitedForIfThatIsWanted() throws Exception {
        Path later = folder.resolve("later");
        at(90, () -> {
            rename(hot, later);
            hot = later;
            write("clip.mov", "x");
        });

        FeedSummary summary = fed(
                9,
                feeder -> feeder.waitForVolume(Duration.ofMinutes(2)),
                List.of(watched(later)),
                CrashingProcess.never());

        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 1));
        assertThat(heard.events).containsExactly("missing later", "back later");
    }

    @Test
    void aFolderThatStaysMissingIsRefused() {
        List<HotFolder> missing = List.of(watched(folder.resolve("missing")));

        assertThatThrownBy(() ->
                        fed(9, feeder -> feeder.waitForVolume(Duration.ofMinutes(2)), missing, CrashingProcess.never()))
                .isInstanceOf(SourceFileException.class)
                .hasMessageContaining("is missing");
        assertThatThrownBy(() -> fed(9, feeder -> {}, missing, CrashingProcess.never()))
                .isInstanceOf(SourceFileException.class);
    }

    @Test
    void aSourceThatIsRefusedOrFailsIsMovedToFailedWithTheReason() throws Exception {
        write("empty.mov", "");
        write("poison.mov", "x");
        write("bad.mov", "x");
        write("good.mov", "x");
        engine.ends(names -> names.contains("bad.mov") ? "Failed" : "Successful");

        FeedSummary summary = fed(10);

        assertThat(summary.sources())
                .isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 1, FeedOutcome.FAILED, 1, FeedOutcome.REJECTED, 2));
        assertThat(in("failed"))
                .containsExactly(
                        "bad.mov", "bad.mov.json", "empty.mov", "empty.mov.json", "poison.mov", "poison.mov.json");
        assertThat(Files.readString(hot.resolve("failed/empty.mov.json"))).contains("SOURCE_EMPTY");
        assertThat(Files.readString(hot.resolve("failed/bad.mov.json")))
                .contains("\"outcome\": \"failed\"", "BATCH_FAILED");
        assertThat(in("done")).containsExactly("good.mov", "good.mov.json");
    }

    @Test
    void theEngineHasNoMoreBatchesThanAllowedAndFoldersTakeTurns() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other"));
        for (int index = 0; index < 4; index++) {
            write("a" + index + ".mov", "x");
            Files.writeString(other.resolve("b" + index + ".mov"), "x");
        }

        fed(15, feeder -> feeder.ahead(2), List.of(watched(hot), watched(other)), CrashingProcess.never());

        assertThat(engine.mostRunning()).isEqualTo(2);
        assertThat(engine.sources())
                .containsExactly("a0.mov", "b0.mov", "a1.mov", "b1.mov", "a2.mov", "b2.mov", "a3.mov", "b3.mov");
    }

    @Test
    void aVolumeThatIsGoneIsWaitedForAndWhatFailedMeanwhileIsSubmittedAgain() throws Exception {
        write("clip.mov", "x");
        Path away = folder.resolve("away");
        at(60, () -> rename(hot, away));
        at(240, () -> rename(away, hot));

        FeedSummary summary = fed(15);

        assertThat(engine.sources()).containsExactly("clip.mov", "clip.mov");
        assertThat(summary.sources()).isEqualTo(Map.of(FeedOutcome.SUCCESSFUL, 1));
        assertThat(heard.events).containsExactly("missing hot", "back hot");
        assertThat(in("done")).containsExactly("clip.mov", "clip.mov.json");
    }

    @Test
    void aVolumeThatStaysAwayStopsTheRunIfThatIsWanted() throws Exception {
        rename(hot, folder.resolve("away"));
        Files.createDirectories(hot);
        at(60, () -> delete(hot.resolve("working/.lock")));
        at(61, () -> delete(hot.resolve("working")));
        at(62, () -> delete(hot));

        FeedSummary summary = fed(60, feeder -> feeder.waitForVolume(Duration.ofMinutes(10)));

        assertThat(summary.stopped().map(QmasterException::code)).contains("VOLUME_MISSING");
    }

    @Test
    void outputsMayNotLieInAHotFolderAndAHotFolderNotInAnother() throws Exception {
        Files.createSymbolicLink(folder.resolve("out"), Files.createDirectories(hot.resolve("inside")));

        assertThatThrownBy(() -> fed(1))
                .isInstanceOf(DestinationException.class)
                .hasMessageContaining("hot folder");
        Files.delete(folder.resolve("out"));
        assertThatThrownBy(() -> fed(
                        1,
                        feeder -> {},
                        List.of(watched(hot), watched(hot.resolve("inside"))),
                        CrashingProcess.never()))
                .isInstanceOf(SourceFileException.class);
    }

    @Test
    void aHotFolderHasOneProcess() throws Exception {
        Files.createDirectories(hot.resolve("working"));
        Optional<Closeable> other = new LocalFiles().lock(hot.resolve("working/.lock"));

        assertThatThrownBy(() -> fed(1)).hasMessageContaining("another process uses the hot folder");

        other.orElseThrow().close();
        assertThat(fed(1).drained()).isTrue();
    }

    @Test
    void aFolderOfOursThatIsALinkIsNotUsed() throws Exception {
        Files.createSymbolicLink(hot.resolve("working"), Files.createDirectories(folder.resolve("elsewhere")));

        assertThatThrownBy(() -> fed(1)).hasMessageContaining("is a symbolic link");

        Files.delete(hot.resolve("working"));
        Files.createSymbolicLink(hot.resolve("done"), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> fed(1)).hasMessageContaining("done is a symbolic link");

        Files.delete(hot.resolve("done"));
        write("clip.mov", "x");
        at(20, () -> link(hot.resolve("done"), folder.resolve("elsewhere")));
        fed(5);
        assertThat(folder.resolve("elsewhere")).isEmptyDirectory();
        assertThat(heard.events).hasSize(1).allMatch(event -> event.contains("done is a symbolic link"));
    }

    @Test
    void aProcessThatDiesAtAnyStepLosesNoFileAndSubmitsNoneTwice() throws Exception {
        for (boolean before : List.of(true, false)) {
            int step = 1;
            boolean died = true;
            while (died) {
                died = diedAndWentOn(step, before);
                step++;
            }
            assertThat(step).isGreaterThan(20);
        }
    }

    private boolean diedAndWentOn(int step, boolean before) throws Exception {
        String name = step + (before ? " before" : " after");
        hot = Files.createDirectories(folder.resolve(name));
        engine = new EncodingEngine();
        journal = new MemoryJournal();
        write(name + " marked.mov", "one");
        write(name + " marked.mov.done", "");
        write(name + " stable.mov", "two");
        write(name + " poison.mov", "three");
        CrashingProcess process = new CrashingProcess(step, before);
        try {
            fed(10, feeder -> feeder.ahead(1), List.of(watched(hot)), process);
        } catch (CrashingProcess.Death death) {
            assertThat(process.isDead()).isTrue();
        }
        if (process.isDead()) {
            fed(10, feeder -> feeder.ahead(1));
        }
        assertThat(engine.sources())
                .as("step %s", name)
                .containsExactlyInAnyOrder(name + " marked.mov", name + " stable.mov");
        assertThat(in("done")).as("step %s", name).hasSize(4);
        assertThat(in("failed")).as("step %s", name).hasSize(2);
        assertThat(in("working")).as("step %s", name).isEmpty();
        assertThat(in("")).as("step %s", name).containsExactly("done", "failed", "working");
        return process.isDead();
    }
}
