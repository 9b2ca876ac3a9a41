package io.qmaster.domain.port;

import io.qmaster.domain.Credentials;
import io.qmaster.domain.SettingCatalog;
import java.util.Set;

/**
 * An engine with its ports. Authors of backends implement it; library consumers pass it to
 * {@link io.qmaster.domain.Qmaster}. Thread-safe.
 *
 * <p>Creating one starts no process: the engine is first called when a batch is submitted or queried.
 *
 * <p>A backend that has connections or threads releases them when it is closed. Its creator closes it, never
 * {@code Qmaster}:
 *
 * <pre>{@code
 * try (MyBackend backend = new MyBackend();
 *         Qmaster qmaster = Qmaster.over(backend)) {
 *     qmaster.submitAndWait(request);
 * }
 * }</pre>
 */
public interface Backend extends AutoCloseable {
    /** A short name in lower case, such as {@code compressor}. */
    String name();

    /** Submits batches to the engine and controls them. */
    TranscodeEngine engine();

    /** Queries the status of batches. */
    StatusSource statusSource();

    /** The settings of the engine. */
    SettingCatalog settings();

    /** The clock of the engine. */
    Timekeeper timekeeper();

    /**
     * Returns this engine with passwords for clusters with an address. Both instances share cached knowledge of the
     * engine. An engine without {@link Capability#CLUSTER_ADDRESS}, or one that needs no password, need not override
     * this.
     *
     * @param credentials queried at each call that needs a password, which must be passed to the engine only
     * @return a backend that uses them
     */
    default Backend using(Credentials credentials) {
        return this;
    }

    /** The optional features that it supports; may query the generation of the engine. */
    Set<Capability> capabilities();

    /**
     * Releases resources, without affecting batches. A second call has no effect. Later calls may fail with
     * {@link IllegalStateException}. Does nothing by default.
     */
    @Override
    default void close() {}
}
