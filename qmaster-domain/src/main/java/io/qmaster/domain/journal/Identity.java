package io.qmaster.domain.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the journal in a folder by a file with a random text. A running program thereby detects that the journal
 * was deleted or replaced by another one or a copy. Thread-safe.
 */
final class Identity {
    private static final Pattern FORM = Pattern.compile("qmaster journal (\\d{1,4}) [0-9a-f-]{36}\n");
    private static final int LONGEST = 200;

    private final JournalFolder folder;
    private final Path file;
    private final Path ofVersionOne;
    private @Nullable String seen;

    Identity(JournalFolder folder) {
        this.folder = folder;
        this.file = folder.resolve("journal");
        this.ofVersionOne = folder.resolve("journal.jsonl");
    }

    /**
     * Checks the identity before a call.
     *
     * @return whether there is a journal
     * @throws VanishedException if the journal that was seen before is missing or replaced
     */
    synchronized boolean look() throws IOException, History.NewerFormatException {
        String now = read();
        String before = seen;
        if (before != null && !before.equals(now)) {
            throw new VanishedException(folder.path());
        }
        if (now == null && Files.exists(ofVersionOne) && Files.size(ofVersionOne) > 0) {
            throw new OlderFormatException(ofVersionOne);
        }
        if (now != null && before == null) {
            requireSafe();
        }
        seen = now;
        return now != null;
    }

    /**
     * Creates the journal if there is none yet.
     *
     * @throws VanishedException if the journal that was seen before is missing or replaced
     */
    synchronized void make() throws IOException, History.NewerFormatException {
        if (look()) {
            return;
        }
        folder.make();
        folder.requireSafe();
        Path begun = folder.resolve("journal." + UUID.randomUUID());
        folder.makeFile(begun);
        try {
            Files.writeString(begun, "qmaster journal " + RecordFormat.VERSION + " " + UUID.randomUUID() + "\n");
            folder.force(begun);
            publish(begun);
        } finally {
            Files.deleteIfExists(begun);
        }
        folder.forceNames(folder.path());
        look();
    }

    /** Rejects linked folders and folders that every user may write to. */
    private void requireSafe() throws IOException {
        folder.requireSafe();
        for (String name : JournalFolder.FOLDERS) {
            folder.requireSafe(folder.resolve(name));
        }
    }

    /** Creates the file atomically with its content, unless another process has done so. */
    private void publish(Path begun) throws IOException {
        try {
            Files.createLink(file, begun);
        } catch (FileAlreadyExistsException madeByAnother) {
            // The other one is used.
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            if (!JournalFolder.exists(file)) {
                Files.move(begun, file);
            }
        }
    }

    /** Its text and the key of the file, since a copy has the same text. */
    private @Nullable String read() throws IOException, History.NewerFormatException {
        String text;
        Object key;
        try {
            text = folder.read(file, LONGEST);
            key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException none) {
            return null;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new SpoiltFileException(file, "it does not identify a journal");
        }
        int version = Integer.parseInt(form.group(1));
        if (version > RecordFormat.VERSION) {
            throw new History.NewerFormatException(version);
        }
        return text + key;
    }

    /** The journal was deleted or replaced while this program used it. */
    static final class VanishedException extends IOException {
        private static final long serialVersionUID = 1L;

        VanishedException(Path folder) {
            super("the journal in " + folder + " was deleted or replaced");
        }
    }

    /** The folder has a journal of the first version of the program. */
    static final class OlderFormatException extends IOException {
        private static final long serialVersionUID = 1L;

        OlderFormatException(Path file) {
            super(file + " is a journal in the format of version 0.1.0");
        }
    }
}
