package io.qmaster.domain.standard;

import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The file of a journal as lines of text, followed from where it was last read. It is only ever appended to, or replaced
 * by one of another generation. Everything but {@link #follow} is called under the lock of the folder for writing.
 *
 * <p>It is opened anew for every use, so that a file that another process put in its place is never missed, and no
 * descriptor is kept. Reads and writes go through streams and not channels, which an interrupt would close.
 */
class JournalFile {
    private static final int CHUNK = 1 << 20;
    private static final int LONGEST_HEADER = 256;

    private final JournalFolder folder;
    private final Path path;
    private final Path successor;
    private String generation = "";
    private long offset;
    /** The line that ends at the offset: a copy that somebody put back, and that grew since, has another there. */
    private byte[] last = {};

    JournalFile(JournalFolder folder) {
        this.folder = folder;
        this.path = folder.resolve("journal.jsonl");
        this.successor = folder.resolve("journal.jsonl.new");
    }

    /** Who reads the lines. */
    interface Reader {
        /** What was read before is not in this file: forget it. */
        void restarted();

        /** The next line, without its end. */
        void line(String line) throws IOException;
    }

    /** Where the lines are. */
    Path path() {
        return path;
    }

    /**
     * Reads the lines that were added since the last time, or all if this is another file. A last line without an end is
     * left for later: it is being written, or torn.
     */
    void follow(Reader reader) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
            String current = generationOf(in);
            long length = in.length();
            if (!current.equals(generation) || length < offset || !isWhereItWas(in)) {
                restart(current, reader);
            }
            in.seek(offset);
            read(in, length, reader);
        } catch (FileNotFoundException refused) {
            if (!Files.notExists(path)) {
                throw refused;
            }
            restart("", reader);
        }
    }

    /** Makes the file if it is missing or empty, and ends a last line that a dying writer left unfinished. */
    void prepare() throws IOException {
        if (Files.notExists(path) || isEmpty()) {
            replace(out -> {});
        } else if (!endsWithLine()) {
            append("", false);
        }
    }

    /**
     * Appends lines. Whether they stay there tells only reading: if the file was deleted since it was prepared, nothing is
     * written.
     *
     * @param text the lines without the end of the last one
     * @param forced whether they must be on disk when this returns
     * @throws IOException if they cannot be written; then nothing of them is left in the file, as far as that is possible
     */
    void append(String text, boolean forced) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile out = new RandomAccessFile(path.toFile(), "rw")) {
            long before = out.length();
            if (before == 0 && isEmpty()) {
                // It came into being when it was opened, and is no journal.
                return;
            }
            try {
                out.seek(before);
                out.write(bytes);
                if (forced) {
                    force(path);
                }
            } catch (NoSuchFileException deleted) {
                // Before it could be forced to disk.
                return;
            } catch (IOException failed) {
                cutBack(out, before, failed);
                throw failed;
            }
        } catch (FileNotFoundException refused) {
            if (!Files.notExists(path)) {
                throw refused;
            }
        }
    }

    /** Replaces the file by one with only some of its lines, in one step; if that fails, it stays as it was. */
    void keep(Predicate<String> wanted) throws IOException {
        replace(out -> {
            JournalFile old = new JournalFile(folder);
            old.follow(new Reader() {
                @Override
                public void restarted() {}

                @Override
                public void line(String line) throws IOException {
                    if (wanted.test(line)) {
                        out.write(line + "\n");
                    }
                }
            });
        });
    }

    private interface Lines {
        void writeTo(Writer out) throws IOException;
    }

    private void replace(Lines lines) throws IOException {
        try {
            Files.deleteIfExists(successor);
            folder.makeFile(successor);
            try (Writer out = new BufferedWriter(
                    new OutputStreamWriter(new FileOutputStream(successor.toFile()), StandardCharsets.UTF_8), CHUNK)) {
                out.write(JournalFormat.header(UUID.randomUUID().toString()) + "\n");
                lines.writeTo(out);
            }
            force(successor);
            Files.move(successor, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            folder.force();
        } catch (IOException failed) {
            Files.deleteIfExists(successor);
            throw failed;
        }
    }

    private void restart(String current, Reader reader) {
        generation = current;
        offset = 0;
        last = new byte[0];
        reader.restarted();
    }

    private boolean isWhereItWas(RandomAccessFile in) throws IOException {
        byte[] now = new byte[last.length];
        in.seek(Math.max(0, offset - 1 - last.length));
        in.readFully(now);
        return Arrays.equals(now, last);
    }

    private static String generationOf(RandomAccessFile in) throws IOException {
        byte[] start = new byte[LONGEST_HEADER];
        int read = Math.max(0, in.read(start));
        String text = new String(start, 0, read, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        return end < 0 ? "" : JournalFormat.generation(text.substring(0, end));
    }

    private void read(RandomAccessFile in, long length, Reader reader) throws IOException {
        ByteArrayOutputStream begun = new ByteArrayOutputStream();
        byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(0, length - offset))];
        long left = length - offset;
        while (left > 0) {
            int read = in.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (read < 0) {
                return;
            }
            left -= read;
            int from = 0;
            for (int i = 0; i < read; i++) {
                if (chunk[i] == '\n') {
                    begun.write(chunk, from, i - from);
                    reader.line(begun.toString(StandardCharsets.UTF_8));
                    // Only what the reader took is behind us.
                    offset += begun.size() + 1L;
                    last = begun.toByteArray();
                    begun.reset();
                    from = i + 1;
                }
            }
            begun.write(chunk, from, read - from);
        }
    }

    private boolean isEmpty() throws IOException {
        return Files.isRegularFile(path) && Files.size(path) == 0;
    }

    private boolean endsWithLine() throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
            long length = in.length();
            if (length == 0) {
                return true;
            }
            in.seek(length - 1);
            return in.read() == '\n';
        }
    }

    private static void cutBack(RandomAccessFile out, long length, IOException why) {
        try {
            out.setLength(length);
        } catch (IOException noLuck) {
            // Then the next writer ends the torn line.
            why.addSuppressed(noLuck);
        }
    }

    /** A force that was broken off by an interrupt is begun again: it concerns the file, not the channel. */
    private static void force(Path file) throws IOException {
        Uninterrupted.call(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
                return file;
            }
        });
    }
}
