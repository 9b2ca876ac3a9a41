package io.qmaster.domain;

import java.util.Optional;

/**
 * The result of one check of an engine. For library consumers and authors of backends. Immutable and thread-safe.
 *
 * @param id a stable name in lower case with dashes, such as {@code executable}
 * @param status the result
 * @param message what was found, in one line without secrets
 * @param fix how to fix it; empty if nothing needs to be done
 */
public record HealthFinding(String id, Status status, String message, Optional<String> fix) {
    /** @throws NullPointerException if a component is null */
    public HealthFinding {
        Nulls.refuse(HealthFinding.class, id, status, message, fix);
    }

    /** The id of a finding that the engine may have no clusters, which matters only to a user who names one. */
    public static final String CLUSTERS_IN_DOUBT = "clusters-in-doubt";

    /** The result of a check. */
    public enum Status {
        /** Everything works. */
        OK,
        /** A submission works, but something should be fixed. */
        WARNING,
        /** A submission would not work. */
        FAILED
    }

    /** A finding that everything works. */
    public static HealthFinding ok(String id, String message) {
        return new HealthFinding(id, Status.OK, message, Optional.empty());
    }

    /** A finding that something should be fixed. */
    public static HealthFinding warning(String id, String message, String fix) {
        return new HealthFinding(id, Status.WARNING, message, Optional.of(fix));
    }

    /** A finding that must be fixed before a submission works. */
    public static HealthFinding failed(String id, String message, String fix) {
        return new HealthFinding(id, Status.FAILED, message, Optional.of(fix));
    }
}
