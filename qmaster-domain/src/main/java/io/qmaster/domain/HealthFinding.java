package io.qmaster.domain;

import java.util.Optional;

/**
 * One thing that was looked at to see whether a submission would work. Immutable and thread-safe.
 *
 * @param id a stable name in lower case with dashes, such as {@code executable}
 * @param status how it is
 * @param message what was seen, in one line without secrets
 * @param fix what to do about it; empty when nothing need be done
 */
public record HealthFinding(String id, Status status, String message, Optional<String> fix) {
    /** @throws NullPointerException if a component is null */
    public HealthFinding {
        Nulls.refuse(HealthFinding.class, id, status, message, fix);
    }

    /** The id of a finding that the engine may have no clusters: it concerns only those who name one. */
    public static final String CLUSTERS_IN_DOUBT = "clusters-in-doubt";

    /** How a thing is. */
    public enum Status {
        /** As it should be. */
        OK,
        /** A submission works, but something is not as it should be. */
        WARNING,
        /** A submission would not work. */
        FAILED
    }

    /** As it should be. */
    public static HealthFinding ok(String id, String message) {
        return new HealthFinding(id, Status.OK, message, Optional.empty());
    }

    /** Worth mending. */
    public static HealthFinding warning(String id, String message, String fix) {
        return new HealthFinding(id, Status.WARNING, message, Optional.of(fix));
    }

    /** Must be mended. */
    public static HealthFinding failed(String id, String message, String fix) {
        return new HealthFinding(id, Status.FAILED, message, Optional.of(fix));
    }
}
