package io.qmaster.domain;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one target.
 *
 * @param target what was to be made
 * @param path where it was found
 * @param bytes its size, for an image sequence that of all frames
 * @param state successful, failed or cancelled
 * @param fault what is wrong with it although the engine called the batch successful
 * @param reason why it failed, in words
 */
public record Output(
        Target target,
        Optional<Path> path,
        OptionalLong bytes,
        BatchState state,
        Optional<OutputFault> fault,
        Optional<String> reason) {
    /** An output that is there, not empty, and no longer grows. */
    public static Output good(Target target, Path path, long bytes) {
        return new Output(
                target,
                Optional.of(path),
                OptionalLong.of(bytes),
                BatchState.SUCCESSFUL,
                Optional.empty(),
                Optional.empty());
    }

    /** An output with which something is wrong. */
    public static Output faulty(Target target, OutputFault fault, Optional<Path> path, OptionalLong bytes) {
        return new Output(target, path, bytes, BatchState.FAILED, Optional.of(fault), Optional.of(fault.name()));
    }

    /** The same for another reason. */
    public Output because(String why) {
        return new Output(target, path, bytes, state, fault, Optional.of(why));
    }

    /** An output of a batch that was cancelled or failed: nothing was looked for. */
    public static Output none(Target target, BatchState state, Optional<String> reason) {
        return new Output(target, Optional.empty(), OptionalLong.empty(), state, Optional.empty(), reason);
    }

    /** Whether it is there and good. */
    public boolean isGood() {
        return state == BatchState.SUCCESSFUL && path.isPresent();
    }
}
