package io.qmaster.compressor;

import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import io.qmaster.domain.standard.LocalFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks of the Mac itself that affect Compressor. Starts nothing. */
final class MacFindings {
    /** The log of Compressor 5's transcoder (field report of 2026). */
    private static final Path LOG =
            Path.of("Library/Logs/Compressor/servicecontroller:com.apple.stomp.transcoder.stomp.log");

    private static final int TAIL = 256 * 1024;
    private static final Pattern IDLE = Pattern.compile("Virtual service count = (\\d{1,6})");
    private static final Pattern WITHOUT_CLUSTERS = Pattern.compile("5\\.(?:[4-9]|\\d{2,}).*|[6-9].*|\\d{2,}\\..*");
    private static final LocalFiles FILES = new LocalFiles();

    private MacFindings() {}

    /**
     * Checks whether the user has a graphical session, which Compressor's services need: its user owns the console.
     *
     * @param system the value of {@code os.name}
     */
    static Optional<HealthFinding> session(String system, String user, Path console) {
        if (!system.toLowerCase(Locale.ROOT).startsWith("mac")) {
            return Optional.empty();
        }
        try {
            String owner = Files.getOwner(console).getName();
            return owner.equals(user)
                    ? Optional.empty()
                    : Optional.of(HealthFinding.warning(
                            "session",
                            user + " is not logged in at the screen of this Mac, but " + owner
                                    + ": Compressor's services may not start, as for launchd and over ssh",
                            "log in at the screen as " + user + ", or run qmaster as a launch agent of that user"));
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.empty();
        }
    }

    /** Checks whether the transcoder's log last reported that none of its services is idle. */
    static Optional<HealthFinding> transcoder(Path home) {
        Path log = home.resolve(LOG);
        try {
            Matcher counts = IDLE.matcher(FILES.guarded(log, () -> tail(log)));
            String last = "";
            while (counts.find()) {
                last = counts.group(1);
            }
            return last.matches("0+")
                    ? Optional.of(HealthFinding.warning(
                            "transcoder",
                            "the transcoder's log last reports no idle service (" + log + ")",
                            "if nothing is being encoded, quit and open Compressor; a batch waits until a service is"
                                    + " idle"))
                    : Optional.empty();
        } catch (IOException | VolumeNotAnsweringException none) {
            return Optional.empty();
        }
    }

    /** Compressor 5.4 and its guide no longer name the flags that share clusters. */
    static Optional<HealthFinding> clusters(Optional<String> version) {
        return version.filter(known -> WITHOUT_CLUSTERS.matcher(known).matches())
                .map(known -> HealthFinding.ok(
                        HealthFinding.CLUSTERS_IN_DOUBT,
                        "Compressor " + known + " may have no clusters any more: it may encode on this computer without"
                                + " reporting it"));
    }

    private static String tail(Path log) throws IOException {
        if (!Files.isRegularFile(log)) {
            return "";
        }
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            channel.position(Math.max(0, channel.size() - TAIL));
            ByteBuffer end = ByteBuffer.allocate(TAIL);
            while (end.hasRemaining() && channel.read(end) >= 0) {}
            return new String(end.array(), 0, end.position(), StandardCharsets.UTF_8);
        }
    }

    /** All findings. */
    static List<HealthFinding> of(CompressorConfiguration configuration, Optional<String> version) {
        return Stream.of(
                        session(
                                System.getProperty("os.name", ""),
                                System.getProperty("user.name", ""),
                                Path.of("/dev/console")),
                        transcoder(configuration.home()),
                        clusters(version))
                .flatMap(Optional::stream)
                .toList();
    }
}
