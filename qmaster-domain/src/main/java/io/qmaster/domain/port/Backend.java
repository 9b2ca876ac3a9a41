package io.qmaster.domain.port;

import io.qmaster.domain.Credentials;
import io.qmaster.domain.SettingCatalog;
import java.util.Set;

/**
 * An engine with everything that belongs to it: what a third party implements to plug its own into {@link
 * io.qmaster.domain.Qmaster}.
 *
 * <p>Safe for threads. Making one starts no process; the programs behind it are first asked when something is submitted
 * or looked for.
 */
public interface Backend {
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
}
