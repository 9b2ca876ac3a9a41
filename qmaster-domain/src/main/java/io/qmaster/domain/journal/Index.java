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

/**
 * Leads from a key, such as a batch id, to the submissions that have it: a small file for each key, named by a hash of it,
 * with one line for each submission.
 *
 * <p>Lines are only appended, and the file system orders them. That is what makes a claim: who appended a line looks at
 * those before it, and has the key if none of their submissions holds it. No process waits for another.
 */
final class Index {
    /** The end of a file that is read: some 2,000 lines. */
    private static final int TAIL = 64 << 10;

    private static final int TRIES = 100;

    private final JournalFolder folder;
    private final Path directory;

    Index(JournalFolder folder, String name) {
        this.folder = folder;
        this.directory = folder.resolve("index").resolve(name);
    }

    /** A file of this name in the folder of the index. */
    Path resolve(String name) {
        return directory.resolve(name);
    }

    /** The submissions of a key, the oldest first, each once. */
    List<SubmissionId> of(String key) throws IOException {
        return read(file(key));
    }

    /**
     * Adds a submission to a key, if it was not added before. That need not be on disk when this returns: {@link IndexRepair}.
     *
     * @return the submissions that were added before it, the oldest first
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
        throw new IOException("the index " + file + " keeps vanishing");
    }

    /** Forgets a key if all its submissions are forgotten. */
    void drop(String key, Predicate<SubmissionId> forgotten) throws IOException {
        Path file = file(key);
        if (read(file).stream().allMatch(forgotten)) {
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
        return text.lines()
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
            // In Java's own form: what is not valid Unicode would be the same in UTF-8.
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_16BE)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
