package io.qmaster.domain.journal;

import io.qmaster.domain.Holder;
import io.qmaster.domain.port.SubmittingProcess;
import java.util.regex.Pattern;

/**
 * The owner of a submission: one open journal in one process.
 *
 * @param token identifies this journal and names its lock file
 */
record Owner(String token, String host, SubmittingProcess process) {
    /** The token becomes a file name, so it must not contain separators. */
    private static final Pattern TOKEN = Pattern.compile("[0-9a-z-]{1,100}");

    /** The process, for messages. */
    Holder holder() {
        return new Holder(process.pid(), host);
    }

    /** @throws IllegalArgumentException if the token has another form */
    Owner {
        if (!TOKEN.matcher(token).matches()) {
            throw new IllegalArgumentException("invalid token of an owner");
        }
    }
}
