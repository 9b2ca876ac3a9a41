package io.qmaster.domain;

/**
 * A living process that is at work on a submission. Immutable and thread-safe.
 *
 * @param pid its process id
 * @param host the name of its host, without the domain
 */
public record Holder(long pid, String host) {
    /** For a message: {@code process 4711 on host mac-3}. */
    @Override
    public String toString() {
        return "process " + pid + " on host " + host;
    }
}
