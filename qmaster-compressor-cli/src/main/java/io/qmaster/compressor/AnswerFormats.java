package io.qmaster.compressor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which form of answer to ask an executable for: the configured one, or every one that its generation may take, the one
 * that it took before and then the best first. Safe for threads.
 */
final class AnswerFormats {
    private final Optional<AnswerFormat> configured;
    private final LearntByExecutable<AnswerFormat> learnt = new LearntByExecutable<>();

    AnswerFormats(Optional<AnswerFormat> configured) {
        this.configured = configured;
    }

    /**
     * The forms worth trying, in their order. Also behind the one that was taken before, since an executable can be a
     * program that only starts the real one, of which nobody sees that it was replaced.
     */
    List<AnswerFormat> worthTrying(Path executable, List<AnswerFormat> ofDialect) {
        return configured
                .map(List::of)
                .orElseGet(() -> Stream.concat(
                                learnt.of(executable).filter(ofDialect::contains).stream(), ofDialect.stream())
                        .distinct()
                        .toList());
    }

    /** Remembers that an executable took a form. */
    void took(Path executable, AnswerFormat format) {
        LearntByExecutable.Version.of(executable).ifPresent(version -> learnt.remember(version, format));
    }
}
