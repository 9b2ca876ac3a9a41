package io.qmaster.domain.journal;

import io.qmaster.domain.SubmissionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Maps a key, such as a batch id, to submissions: a small file for each key, named by its hash, with one line for each
 * submission.
 *
 * <p>Lines are only appended, and the file system orders them. So a line is also a claim: its writer has the key unless
 * a submission of an earlier line does. No process waits for another.
 */
final class Index {
    /** The size of the tail that is read: about 2,000 lines. */
    private static final int TAIL = 64 << 10;

    private static final int TRIES = 100;

    /** What a writer that died leaves, or a power failure. */
    private static final Pattern INTERRUPTED = Pattern.compile("\\x00*(q[0-9a-z]*)?\\x00*");

    private final JournalFolder folder;
    private final Path directory;

    Index(JournalFolder folder, String name) {
        this.folder = folder;
        this.directory = folder.resolve("index").resolve(name);
    }

    /** A file in the folder of the index. */
    Path resolve(String name) {
        return directory.resolve(name);
    }

    /** The distinct submissions of a key, oldest first. */
    List<SubmissionId> of(String key) throws IOException {
        return read(file(key));
    }

    /**
     * Adds a submission to a key, unless it was added before. Not forced to disk; see {@link IndexRepair}.
     *
     * @return the submissions that were added before it, oldest first
     */
    List<SubmissionId> add(String key, SubmissionId submission) throws IOException {
        Path file = file(key);
        List<SubmissionId> known = JournalFolder.exists(file) ? read(file) : List.of();
        if (known.contains(submission)) {
            return known.subList(0, known.indexOf(submission));
        }
        for (int i = 0; i < TRIES; i++) {
            try {
                if (!JournalFolder.exists(file)) {
                    make(file);
                }
                folder.append(file, submission.value());
            } catch (NoSuchFileException dropped) {
                continue;
            }
            List<SubmissionId> all = read(file);
            int place = all.indexOf(submission);
            if (place >= 0) {
                return all.subList(0, place);
            }
        }
        throw new IOException("the index " + file + " is deleted again and again");
    }

    /** Deletes a key if all its submissions have been deleted. */
    void drop(String key, Predicate<SubmissionId> isDeleted) throws IOException {
        Path file = file(key);
        if (read(file).stream().allMatch(isDeleted)) {
            Files.deleteIfExists(file);
        }
    }

    private void make(Path file) throws IOException {
        folder.makeInside(shard(file), false);
        folder.makeFileIfMissing(file);
    }

    private List<SubmissionId> read(Path file) throws IOException {
        String text;
        try {
            text = folder.read(file, TAIL);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        List<String> lines = text.lines().toList();
        // The first line of a tail can be a part.
        for (String line : lines.subList(text.length() == TAIL ? 1 : 0, lines.size())) {
            if (!SubmissionId.looksLike(line) && !INTERRUPTED.matcher(line).matches()) {
                throw SpoiltFileException.ofIndex(file, folder.resolve("index"));
            }
        }
        return lines.stream()
                .filter(SubmissionId::looksLike)
                .distinct()
                .map(SubmissionId::new)
                .toList();
    }

    private Path shard(Path file) {
        return directory.resolve(file.getName(file.getNameCount() - 2));
    }

    private Path file(String key) {
        String hash = hash(key);
        return directory.resolve(hash.substring(0, 2)).resolve(hash.substring(2, 40));
    }

    private static String hash(String key) {
        try {
            // In UTF-16, since all invalid Unicode would have the same bytes in UTF-8.
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_16BE)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
