package io.qmaster.domain;

/**
 * A running process that works on a submission. For library consumers and authors of journals. Immutable and
 * thread-safe.
 *
 * @param pid its process id
 * @param host the name of its host, without the domain
 */
public record Holder(long pid, String host) {
    /** Refuses nulls. */
    public Holder {
        Nulls.refuse(Holder.class, host);
    }

    /** For a message: {@code process 4711 on host mac-3}. */
    @Override
    public String toString() {
        return "process " + pid + " on host " + host;
    }
}
