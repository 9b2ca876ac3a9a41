package io.qmaster.domain.port;

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

    /** What it can do beyond the least; may ask the engine which generation it is. */
    Set<Capability> capabilities();
}
