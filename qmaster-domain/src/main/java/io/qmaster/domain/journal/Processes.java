package io.qmaster.domain.journal;

import io.qmaster.domain.port.SubmittingProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The processes of this host. */
final class Processes {
    /**
     * Linux derives the start time of a process from the start of the machine, which changes when the clock is set: too
     * exact a comparison would take a running process for another one.
     */
    private static final Duration SAME_START = Duration.ofMinutes(1);

    private static final Path LINUX_START = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private Processes() {}

    /** This process, with the given start time if the operating system does not know it. */
    static SubmittingProcess current(Instant otherwise) {
        ProcessHandle self = ProcessHandle.current();
        return new SubmittingProcess(self.pid(), self.info().startInstant().orElse(otherwise));
    }

    /** Whether a process of this host is running. If its start time is unknown, only the id is compared. */
    static boolean isAlive(SubmittingProcess process) {
        Optional<ProcessHandle> found = ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive);
        return found.isPresent()
                && found.get()
                        .info()
                        .startInstant()
                        .map(start -> Duration.between(start, process.startedAt())
                                        .abs()
                                        .compareTo(SAME_START)
                                <= 0)
                        .orElse(true);
    }

    /** A text that differs after each start of this host; constant if the operating system does not provide one. */
    static String startOfHost() {
        try {
            return Files.readString(LINUX_START).strip();
        } catch (IOException noLinux) {
            return ProcessHandle.of(1)
                    .flatMap(first -> first.info().startInstant())
                    .map(Instant::toString)
                    .orElse("unknown");
        }
    }

    /** The name of this host without its domain, which changes with the network on a Mac. */
    static String host() {
        String name = wholeHostName().strip().toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String wholeHostName() {
        try {
            return Files.readString(LINUX_HOST_NAME);
        } catch (IOException noLinux) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unresolved) {
                // The message is "<name>: <what went wrong>".
                String message = String.valueOf(unresolved.getMessage());
                int colon = message.indexOf(':');
                return colon > 0 ? message.substring(0, colon) : message;
            }
        }
    }
}
