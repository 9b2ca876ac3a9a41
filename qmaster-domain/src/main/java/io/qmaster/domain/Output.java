package io.qmaster.domain;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The output of one target, as it was found. For library consumers and authors of journals. Immutable and thread-safe.
 *
 * @param target the target
 * @param path where it was found
 * @param bytes its size, for an image sequence the total of all frames
 * @param modified when it was last changed, for an image sequence its newest frame; empty if unknown
 * @param key the file system's key of the file or folder, as {@link FileIdentity#key()}
 * @param state successful, failed or cancelled
 * @param fault what is wrong with it although the engine called the batch successful
 * @param reason why it failed: the engine's text, or a code such as {@link #CUT_OFF} or the name of the fault;
 *     {@link #complaint()} is the readable form
 */
public record Output(
        Target target,
        Optional<Path> path,
        OptionalLong bytes,
        Optional<Instant> modified,
        Optional<String> key,
        BatchState state,
        Optional<OutputFault> fault,
        Optional<String> reason) {
    /** The {@link #reason()} of an output that is incomplete because its source changed meanwhile. */
    public static final String SOURCE_CHANGED = "SOURCE_CHANGED";

    /** The {@link #reason()} of an output whose own structure shows that it is incomplete. */
    public static final String CUT_OFF = "CUT_OFF";

    /** The {@link #reason()} of an output that the engine did not make, while the volume of its source was gone. */
    public static final String VOLUME_MISSING = "VOLUME_MISSING";

    /** Refuses nulls. */
    public Output {
        Nulls.refuse(Output.class, target, path, bytes, modified, key, state, fault, reason);
    }

    /** A valid output: it exists, is not empty and no longer grows. */
    public static Output good(Target target, Path path, long bytes, Instant modified) {
        return good(target, path, new FileIdentity(Optional.empty(), bytes, modified));
    }

    /** A valid output with the identity of its file. */
    public static Output good(Target target, Path path, FileIdentity identity) {
        return new Output(
                target,
                Optional.of(path),
                OptionalLong.of(identity.bytes()),
                Optional.of(identity.modified()),
                identity.key(),
                BatchState.SUCCESSFUL,
                Optional.empty(),
                Optional.empty());
    }

    /** Whether the engine did not make it, while the volume of its source was gone. */
    public boolean isWithoutVolume() {
        return state == BatchState.FAILED && fault.isEmpty() && reason.equals(Optional.of(VOLUME_MISSING));
    }

    /** The same output at another path. */
    public Output at(Path place) {
        return new Output(target, Optional.of(place), bytes, modified, key, state, fault, reason);
    }

    /** The same output for another target. */
    public Output of(Target other) {
        return new Output(other, path, bytes, modified, key, state, fault, reason);
    }

    /** An invalid output. */
    public static Output faulty(Target target, OutputFault fault, Optional<Path> path, OptionalLong bytes) {
        return new Output(
                target,
                path,
                bytes,
                Optional.empty(),
                Optional.empty(),
                BatchState.FAILED,
                Optional.of(fault),
                Optional.of(fault.name()));
    }

    /** The same with the time of its last change. */
    public Output lastChanged(Instant when) {
        return new Output(target, path, bytes, Optional.of(when), key, state, fault, reason);
    }

    /** The same with another reason. */
    public Output because(String why) {
        return new Output(target, path, bytes, modified, key, state, fault, Optional.of(why));
    }

    /** An output that was not looked for, because the engine reported how its job ended. */
    public static Output none(Target target, BatchState state, Optional<String> reason) {
        return new Output(
                target,
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                state,
                Optional.empty(),
                reason);
    }

    /**
     * What is wrong with it, as a readable clause such as {@code the output /out/clip.mov is missing}; empty if it has
     * no fault.
     */
    public Optional<String> complaint() {
        return fault.map(this::complaint);
    }

    private String complaint(OutputFault wrong) {
        Path shown = path.orElse(target.plannedPath());
        return switch (wrong) {
            case OUTPUT_MISSING -> "the output " + shown + " is missing" + detail();
            case OUTPUT_AMBIGUOUS -> "several files may be the output " + target.plannedPath() + detail();
            case OUTPUT_EMPTY -> "the output " + shown + " is empty";
            case OUTPUT_INCOMPLETE -> incomplete(shown);
            case OUTPUT_MISMATCH -> "the output " + shown + " does not match its setting or its source" + detail();
            case OUTPUT_NOT_PUBLISHED ->
                "the output " + shown + " is good, but could not be moved to "
                        + target.plannedPath().resolveSibling(FileNames.of(shown)) + detail();
        };
    }

    private String incomplete(Path shown) {
        if (reason.equals(Optional.of(SOURCE_CHANGED))) {
            return "the source " + target.source() + " changed while " + shown + " was made of it";
        }
        return "the output " + shown + (reason.equals(Optional.of(CUT_OFF)) ? " is cut off" : " is still growing");
    }

    /** The reason, unless it only repeats the fault. */
    private String detail() {
        return reason.filter(
                        why -> fault.filter(wrong -> wrong.name().equals(why)).isEmpty())
                .map(why -> " (" + why + ")")
                .orElse("");
    }

    /** The identity of its file; empty if size or time are unknown. */
    public Optional<FileIdentity> identity() {
        return modified.filter(when -> bytes.isPresent()).map(when -> new FileIdentity(key, bytes.getAsLong(), when));
    }

    /** Whether it exists and is valid. */
    public boolean isGood() {
        return state == BatchState.SUCCESSFUL && path.isPresent();
    }
}
