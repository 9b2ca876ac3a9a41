package io.qmaster.domain.feed;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.feed.Arrivals.Arrival;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The claimed files of a hot folder. Each is in its own subfolder of {@value HotFolder#WORKING}, whose name is the
 * token of the claim. Every step is one rename, so that the next process can finish what a killed process began:
 *
 * <ol>
 *   <li>the folder of the claim is created, and the marker and then the file are moved into it: that is the claim
 *   <li>the file is submitted under a request id that ends with the token
 *   <li>a note with the outcome is written there, the file is moved to its final folder, then the note next to it
 * </ol>
 */
final class ClaimedFiles {
    private static final String SIDECAR = ".json";

    /** The prefix of a note's name, followed by the folder to which it will be moved. */
    private static final String NOTE = ".for-";

    /** What file systems allow, in bytes. */
    private static final int LONGEST_OF_SYSTEM = 255;

    /** A note has its name with a prefix and two suffixes. */
    private static final int LONGEST_NAME = 220;

    private static final int SHORT_NAME = 40;
    private static final int MOST_NAMESAKES = 10_000;

    private final Path folder;
    private final Path working;
    private final MediaFiles files;

    ClaimedFiles(Path folder, MediaFiles files) {
        this.folder = folder;
        this.working = folder.resolve(HotFolder.WORKING);
        this.files = files;
    }

    /**
     * A file that was claimed.
     *
     * @param token the token, which is part of its request id
     * @param source the path at which it arrived
     * @param file its current path
     */
    record Claim(String token, Path source, Path file) {}

    /**
     * Creates the folder of claims, and locks it.
     *
     * @return empty if another process has locked it
     * @throws IOException if that is not possible, or finished files could not be moved
     */
    Optional<Closeable> open() throws IOException {
        for (String kind : List.of(HotFolder.DONE, HotFolder.FAILED)) {
            Path later = folder.resolve(kind);
            requireNoLink(later);
            if (files.look(later).exists() && !files.look(later).isFolder()) {
                throw new IOException(later + " is not a folder");
            }
        }
        own(working);
        return files.lock(working.resolve(".lock"));
    }

    /**
     * Claims a file that has arrived.
     *
     * @return empty if it no longer exists or was changed
     */
    Optional<Claim> claim(Arrival arrival) throws IOException {
        String token = SubmissionId.random().value();
        Path place = working.resolve(token);
        Claim claim = new Claim(token, arrival.file(), place.resolve(FileNames.of(arrival.file())));
        files.makeFolder(place);
        try {
            if (arrival.marker().isPresent()) {
                files.replace(
                        arrival.marker().get(),
                        place.resolve(FileNames.of(arrival.marker().get())));
            }
            files.replace(arrival.file(), claim.file());
        } catch (IOException failed) {
            release(claim);
            if (files.look(arrival.file()).exists()) {
                throw failed;
            }
            return Optional.empty();
        }
        FileFacts facts = files.look(claim.file());
        if (files.isLink(claim.file()) || !facts.isFile() || !facts.mark().equals(arrival.mark())) {
            release(claim);
            return Optional.empty();
        }
        return Optional.of(claim);
    }

    /** Moves claimed files back, unless another file has the same name by now; then they stay. */
    void release(Claim claim) throws IOException {
        Path place = working.resolve(claim.token());
        for (String name : files.namesIn(place)) {
            Path inside = place.resolve(name);
            if (MediaNames.isHidden(inside)) {
                files.deleteTree(inside);
            } else if (!isThere(folder.resolve(name))) {
                files.move(inside, folder.resolve(name));
            }
        }
        if (files.namesIn(place).isEmpty()) {
            files.deleteTree(place);
        }
    }

    /** Gives a file another token because its batch has ended: the same request id would return that batch again. */
    Claim renewed(Claim claim) throws IOException {
        String token = SubmissionId.random().value();
        files.move(working.resolve(claim.token()), working.resolve(token));
        return new Claim(token, claim.source(), working.resolve(token).resolve(FileNames.of(claim.file())));
    }

    /** Finishes what a killed process began, and returns the claimed files that are not finished. */
    List<Claim> leftBehind() throws IOException {
        List<Claim> claims = new ArrayList<>();
        for (String token : files.namesIn(working)) {
            Path place = working.resolve(token);
            // Files with other names do not belong to this program.
            if (!SubmissionId.looksLike(token)
                    || files.isLink(place)
                    || !files.look(place).isFolder()) {
                continue;
            }
            Optional<String> source = files.namesIn(place).stream()
                    .filter(name -> MediaNames.isMedia(place.resolve(name)))
                    .findFirst();
            if (source.isPresent()) {
                claims.add(new Claim(token, folder.resolve(source.get()), place.resolve(source.get())));
            } else {
                finish(place);
            }
        }
        return claims;
    }

    /** Finishes a claim without a file: it was moved to its final folder, or was never claimed. */
    private void finish(Path place) throws IOException {
        for (String name : files.namesIn(place)) {
            for (String kind : List.of(HotFolder.DONE, HotFolder.FAILED)) {
                String prefix = NOTE + kind + "-";
                Path there = folder.resolve(kind).resolve(name.replace(prefix, ""));
                if (name.startsWith(prefix) && name.endsWith(SIDECAR) && !isThere(there)) {
                    files.move(place.resolve(name), there);
                }
            }
        }
        release(new Claim(FileNames.of(place), folder, place));
    }

    /**
     * Moves a claimed file to its final folder, with a note of its outcome.
     *
     * @return its new path; empty if the file was missing
     * @throws IOException if that fails; it can be retried
     */
    Optional<Path> file(Claim claim, FiledSource filed) throws IOException {
        if (!files.look(folder).isFolder()) {
            // Creating the folders again would hide the volume that is mounted there.
            throw new IOException(folder + " is gone");
        }
        String kind = filed.isGood() ? HotFolder.DONE : HotFolder.FAILED;
        Path target = folder.resolve(kind);
        own(target);
        Path place = working.resolve(claim.token());
        removeHidden(place);
        String name = freeName(target, claim);
        Path there = target.resolve(name);
        boolean isThere = files.look(claim.file()).exists();
        Optional<Path> now = isThere ? Optional.of(there) : Optional.empty();
        String sidecar = sidecarOf(name, claim);
        Path note = place.resolve(NOTE + kind + "-" + sidecar);
        files.makeFolder(place);
        files.write(note, Sidecar.of(filed.at(now)));
        Path marker = place.resolve(FileNames.of(claim.file()) + HotFolder.MARKER);
        if (fits(marker) && isThere(marker)) {
            // Before the file is moved: a marker that is found without a file is moved back.
            files.deleteTree(marker);
        }
        if (isThere) {
            files.move(claim.file(), there);
        }
        files.move(note, target.resolve(sidecar));
        if (files.namesIn(place).isEmpty()) {
            files.deleteTree(place);
        }
        return now;
    }

    /** Whether a file can have this name. */
    private static boolean fits(Path file) {
        return FileNames.of(file).getBytes(StandardCharsets.UTF_8).length <= LONGEST_OF_SYSTEM;
    }

    private void removeHidden(Path place) throws IOException {
        for (String name : files.namesIn(place)) {
            if (MediaNames.isHidden(place.resolve(name))) {
                files.deleteTree(place.resolve(name));
            }
        }
    }

    private String freeName(Path target, Claim claim) throws IOException {
        String name = FileNames.of(claim.file());
        String stem = FileNames.stem(claim.file());
        String rest = name.substring(stem.length());
        for (int number = 1; number < MOST_NAMESAKES; number++) {
            String candidate = number == 1 ? name : stem + "-" + number + rest;
            if (!isThere(target.resolve(candidate)) && !isThere(target.resolve(sidecarOf(candidate, claim)))) {
                return candidate;
            }
        }
        throw new IOException(target + " has too many files named " + name);
    }

    private static String sidecarOf(String name, Claim claim) {
        boolean fits = name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
        return (fits ? name : beginning(name) + "-" + claim.token()) + SIDECAR;
    }

    /** Never cuts a character in two: the result would be no valid name. */
    private static String beginning(String name) {
        int characters = Math.min(SHORT_NAME, name.codePointCount(0, name.length()));
        return name.substring(0, name.offsetByCodePoints(0, characters));
    }

    private boolean isThere(Path path) {
        return files.isLink(path) || files.look(path).exists();
    }

    private void own(Path mine) throws IOException {
        requireNoLink(mine);
        files.makeFolder(mine);
    }

    /** A symbolic link would lead out of the hot folder. */
    private void requireNoLink(Path mine) throws IOException {
        if (files.isLink(mine)) {
            throw new IOException(mine + " is a symbolic link");
        }
    }
}
