package io.qmaster.compressor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which form of answer to ask an executable for: the configured one, the one that it took before, or every one that its
 * generation may take, the best first. Safe for threads.
 */
final class AnswerFormats {
    private final Optional<AnswerFormat> configured;
    private final LearntByExecutable<AnswerFormat> learnt = new LearntByExecutable<>();

    AnswerFormats(Optional<AnswerFormat> configured) {
        this.configured = configured;
    }

    /** The forms worth trying, the best first. */
    List<AnswerFormat> worthTrying(Path executable, List<AnswerFormat> ofDialect) {
        return configured
                .or(() -> learnt.of(executable).filter(ofDialect::contains))
                .map(List::of)
                .orElse(ofDialect);
    }

    /** Remembers that an executable took a form. */
    void took(Path executable, AnswerFormat format) {
        learnt.remember(executable, format);
    }
}
