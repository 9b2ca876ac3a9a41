package io.qmaster.simulator;

import io.qmaster.simulator.model.QmasterModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of the model after some line of the command log, which save the replay of a long log.
 *
 * <p>A snapshot is only a cache. It is used if the same program wrote it, for the same birth and a log that starts with
 * the same commands; otherwise, or if it is damaged, the whole log is replayed. It can be deleted at any time. For one
 * thread of one process at a time.
 *
 * @param program the identity of this program; empty if unknown, which disables snapshots
 * @param every the number of commands between two snapshots
 */
record Snapshots(Optional<String> program, int every) {
    /** No snapshots. */
    static final Snapshots NONE = new Snapshots(Optional.empty(), Integer.MAX_VALUE);

    static final String FILE = "snapshot";

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final int FORMAT = 4;
    private static final int WORTH_ONE = 100;
    /** Enough for a queue with a million jobs; with a larger snapshot, the log is replayed. */
    private static final int MOST_BYTES = 512 << 20;

    /**
     * The snapshots of this program, if it runs from a jar file: changes of a directory of classes cannot be detected.
     */
    static Snapshots ofThisProgram() {
        return new Snapshots(thisProgram(), WORTH_ONE);
    }

    /** A position in the log, and the model after it. */
    record Snapshot(CommandLog.Position position, QmasterModel model) {}

    /**
     * The snapshot of a directory, if it has a usable one.
     *
     * @param log must start with the commands that the snapshot covers
     * @param past supplies the event log of those commands
     */
    Optional<Snapshot> in(Path directory, Birth birth, CommandLog log, Supplier<List<String>> past) {
        if (program.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] content = StateFile.read(directory.resolve(FILE), MOST_BYTES);
            int length = content.length - Long.BYTES;
            if (length < 0 || checksum(content, length) != checksumBehind(content, length)) {
                return Optional.empty();
            }
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(content, 0, length));
            byte[] header = header(birth);
            if (!Arrays.equals(in.readNBytes(header.length), header)) {
                return Optional.empty();
            }
            CommandLog.Position position = CommandLog.Position.read(in);
            if (!log.beginsWith(position)) {
                return Optional.empty();
            }
            QmasterModel model =
                    QmasterModel.restored(birth.scenario(), birth.directoryId(), birth.born(), true, in, past);
            return Optional.of(new Snapshot(position, model));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | RuntimeException unusable) {
            LOG.debug("the snapshot in {} cannot be used", directory, unusable);
            return Optional.empty();
        }
    }

    /** Whether one should be written this number of commands after the last. */
    boolean isWorth(long commands) {
        return program.isPresent() && commands >= every;
    }

    /** Writes a snapshot atomically. Errors are only logged. */
    void write(Path directory, Birth birth, CommandLog.Position position, QmasterModel model) {
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(content);
            out.write(header(birth));
            position.write(out);
            model.save(out);
            out.writeLong(checksum(content.toByteArray(), content.size()));
            Path draft = directory.resolve(FILE + ".new");
            PrivateFiles.makeFile(draft);
            try (RandomAccessFile file = new RandomAccessFile(draft.toFile(), "rw")) {
                file.setLength(0);
                file.write(content.toByteArray());
            }
            Files.move(
                    draft,
                    directory.resolve(FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            LOG.debug("no snapshot could be written in {}", directory, failed);
        }
    }

    /** Contains the whole birth: comparing it is as fast as computing a digest. */
    private byte[] header(Birth birth) {
        return ("qmaster simulator snapshot " + FORMAT + "\n" + program.orElse("") + "\n" + birth.text() + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long checksum(byte[] content, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(content, 0, length);
        return checksum.getValue();
    }

    private static long checksumBehind(byte[] content, int length) throws IOException {
        return new DataInputStream(new ByteArrayInputStream(content, length, Long.BYTES)).readLong();
    }

    /** Its version, and the size and modification time of its jar file, since a version can be built several times. */
    private static Optional<String> thisProgram() {
        CodeSource origin = Snapshots.class.getProtectionDomain().getCodeSource();
        if (origin == null) {
            return Optional.empty();
        }
        try {
            Path file = Path.of(origin.getLocation().toURI());
            return Files.isRegularFile(file)
                    ? Optional.of(Snapshots.class.getPackage().getImplementationVersion() + " " + Files.size(file) + " "
                            + Files.getLastModifiedTime(file).toMillis())
                    : Optional.empty();
        } catch (URISyntaxException | IOException | RuntimeException unknown) {
            return Optional.empty();
        }
    }
}
