package io.qmaster.domain.port;

import io.qmaster.domain.Credentials;
import io.qmaster.domain.SettingCatalog;
import java.util.Set;

/**
 * An engine with everything that belongs to it. The author of a backend implements it; users pass it to {@link
 * io.qmaster.domain.Qmaster}. Thread-safe.
 *
 * <p>Creating one starts no process: the engine is first called when a batch is submitted or queried.
 *
 * <p>A backend that holds connections or threads releases them when it is closed. It is closed by its creator, never by {@code
 * Qmaster}:
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

    /** What encodes. */
    TranscodeEngine engine();

    /** What knows how batches are. */
    StatusSource statusSource();

    /** The settings that can be chosen. */
    SettingCatalog settings();

    /** The time on which this engine lives. */
    Timekeeper timekeeper();

    /**
     * Returns this engine with passwords for the clusters that are known by their address. The two share what they have
     * learned. An engine without {@link Capability#CLUSTER_ADDRESS}, or one that needs no password, need not override this.
     *
     * @param credentials queried at each call that needs a password; what they answer goes to the engine and nowhere else
     * @return a backend that uses them
     */
    default Backend using(Credentials credentials) {
        return this;
    }

    /** What it can do beyond the least; may ask the engine which generation it is. */
    Set<Capability> capabilities();

    /**
     * Releases what it holds, and leaves batches alone. Does nothing the second time. Calls after it may fail with {@link
     * IllegalStateException}. By default does nothing.
     */
    @Override
    default void close() {}
}
