package io.qmaster.compressor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses the answer formats to try with an executable: the configured one; otherwise the one that worked before, then
 * those of its generation, best first. Thread-safe.
 */
final class AnswerFormats {
    private final Optional<AnswerFormat> configured;
    private final LearntByExecutable<AnswerFormat> learnt = new LearntByExecutable<>();

    AnswerFormats(Optional<AnswerFormat> configured) {
        this.configured = configured;
    }

    /**
     * The formats to try, in order. Others follow the one that worked before, since an executable can be a wrapper of
     * the real program, whose replacement cannot be detected.
     */
    List<AnswerFormat> candidates(Path executable, List<AnswerFormat> ofDialect) {
        return configured
                .map(List::of)
                .orElseGet(() -> Stream.concat(
                                learnt.of(executable).filter(ofDialect::contains).stream(), ofDialect.stream())
                        .distinct()
                        .toList());
    }

    /** Remembers that an executable accepted a format. */
    void remember(Path executable, AnswerFormat format) {
        LearntByExecutable.Version.of(executable).ifPresent(version -> learnt.remember(version, format));
    }
}
