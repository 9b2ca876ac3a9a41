package io.qmaster.compressor;

import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a program could not be started or a file could not be read: the system's message without Java's. */
final class SystemReason {
    /** {@code error=13, Permission denied} of Java 17, {@code error: 13 (Permission denied)} of Java 25. */
    private static final Pattern OF_SYSTEM =
            Pattern.compile("error[=:] ?\\d+(?:, (?<words>.+)| \\((?<enclosed>.+)\\))$");

    private SystemReason() {}

    static String of(IOException failed) {
        String reason = Reason.of(failed);
        Matcher system = OF_SYSTEM.matcher(reason);
        return system.find()
                ? Optional.ofNullable(system.group("words")).orElseGet(() -> system.group("enclosed"))
                : reason;
    }
}
