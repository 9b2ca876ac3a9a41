package io.qmaster.compressor;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Detects the installed generation by running {@code Compressor -help} once, and caches it while the executable is
 * unchanged. Thread-safe.
 */
final class DialectDetector {
    private final CompressorConfiguration configuration;
    private final CommandLineRunner runner;
    private final Timekeeper timekeeper;
    private final LearntByExecutable<Dialect> learnt = new LearntByExecutable<>();

    DialectDetector(CompressorConfiguration configuration, CommandLineRunner runner, Timekeeper timekeeper) {
        this.configuration = configuration;
        this.runner = runner;
        this.timekeeper = timekeeper;
    }

    /**
     * The generation of an executable: the configured, the cached, or the detected one.
     *
     * @throws EngineUnavailableException if it does not answer, or its answer fits no generation
     */
    Dialect dialect(Path compressor, Deadline deadline) throws InterruptedException {
        Optional<Dialect> known = configuration.generation().or(() -> learnt.of(compressor));
        return known.isPresent() ? known.get() : generationOf(help(compressor, deadline));
    }

    /** As {@link #dialect(Path, Deadline)}, within the configured timeout, for callers without a deadline. */
    Dialect dialect(Path compressor) {
        try {
            return dialect(compressor, Deadline.after(configuration.detectionTimeout(), timekeeper));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException(Failure.withoutSubmission(
                            "ENGINE_NOT_ANSWERING", "detecting the generation of " + compressor + " was interrupted")
                    .worthRetrying()
                    .because(interrupted));
        }
    }

    /**
     * The answer of a program to {@code -help}.
     *
     * @param version the version of its file before it was run, if it could be read
     */
    record Help(Path compressor, Optional<LearntByExecutable.Version> version, CommandResult answer) {
        /** Its whole output. */
        String words() {
            return answer.output().text() + "\n" + answer.error().text();
        }
    }

    /**
     * Runs {@code -help}, without using the cache.
     *
     * @throws EngineUnavailableException if the program cannot be started
     */
    Help help(Path compressor, Deadline deadline) throws InterruptedException {
        try {
            Optional<LearntByExecutable.Version> version = LearntByExecutable.Version.of(compressor);
            return new Help(
                    compressor, version, runner.query(Command.of(compressor).with("-help"), deadline));
        } catch (IOException unstarted) {
            throw new EngineUnavailableException(Failure.withoutSubmission(
                            "ENGINE_NOT_EXECUTABLE", compressor + " cannot be started: " + SystemReason.of(unstarted))
                    .hint("check that it is Compressor's executable and made for this machine")
                    .because(unstarted));
        }
    }

    /**
     * The generation according to an answer to {@code -help}; is cached.
     *
     * @throws EngineUnavailableException if it fits no generation
     */
    Dialect generationOf(Help help) {
        CommandResult answer = help.answer();
        String said = Refusal.wordsOf(help.words());
        Dialect detected = Dialect.ofHelp(help.words())
                .orElseThrow(() -> new EngineUnavailableException(Failure.withoutSubmission(
                                answer.ending() == CommandResult.Ending.DEADLINE
                                        ? "ENGINE_NOT_ANSWERING"
                                        : "GENERATION_UNKNOWN",
                                "the generation of " + help.compressor() + " is not known: run with -help, it "
                                        + answer.describe() + " and named none of the flags of Compressor"
                                        + (said.isEmpty() ? "" : "; its output: " + said))
                        .hint("check that it is Compressor's executable, or name the generation")));
        help.version().ifPresent(version -> learnt.remember(version, detected));
        return detected;
    }
}
