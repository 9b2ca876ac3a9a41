package io.qmaster.domain.journal;

import io.qmaster.domain.Holder;
import io.qmaster.domain.port.SubmittingProcess;
import java.util.regex.Pattern;

/**
 * Who is at work on a submission: one open journal in one process.
 *
 * @param token names this journal and its lock file
 * @param host the host of the process
 * @param process the process
 */
record Owner(String token, String host, SubmittingProcess process) {
    /** The token becomes the name of a file: it must not lead elsewhere. */
    private static final Pattern TOKEN = Pattern.compile("[0-9a-z-]{1,100}");

    /** The process, for others. */
    Holder holder() {
        return new Holder(process.pid(), host);
    }

    /** @throws IllegalArgumentException if the token is no plain word */
    Owner {
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException("no token of an owner");
        }
    }
}
