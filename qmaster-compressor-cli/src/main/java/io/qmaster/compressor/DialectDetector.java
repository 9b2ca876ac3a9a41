package io.qmaster.compressor;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds out which generation is installed by asking {@code Compressor -help} once, and remembers it for as long as the
 * executable stays the same. Safe for threads.
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
     * The generation of an executable: the configured one, the remembered one, or the one that it tells now.
     *
     * @throws EngineUnavailableException if it does not answer, or its answer fits none
     * @throws InterruptedException if the thread was interrupted
     */
    Dialect dialect(Path compressor, Deadline deadline) throws InterruptedException {
        Optional<Dialect> known = configuration.generation().or(() -> learnt.of(compressor));
        return known.isPresent() ? known.get() : told(help(compressor, deadline));
    }

    /** The same within the configured time, for callers that have no deadline and cannot be interrupted. */
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
     * What a program answered when it was asked for help.
     *
     * @param compressor the program
     * @param version the program as it was before it was asked, if it could be looked at
     * @param answer what it answered
     */
    record Help(Path compressor, Optional<LearntByExecutable.Version> version, CommandResult answer) {
        /** All its words. */
        String words() {
            return answer.output().text() + "\n" + answer.error().text();
        }
    }

    /**
     * Asks for help, without looking into the memory.
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
     * The generation that an answer to {@code -help} tells, remembered from now on.
     *
     * @throws EngineUnavailableException if it fits none
     */
    Dialect told(Help help) {
        CommandResult answer = help.answer();
        String said = Refusal.wordsOf(help.words());
        Dialect told = Dialect.ofHelp(help.words())
                .orElseThrow(() -> new EngineUnavailableException(Failure.withoutSubmission(
                                answer.ending() == CommandResult.Ending.DEADLINE
                                        ? "ENGINE_NOT_ANSWERING"
                                        : "GENERATION_UNKNOWN",
                                "the generation of " + help.compressor() + " is not known: run with -help, it "
                                        + answer.inWords() + " and named none of the flags of Compressor"
                                        + (said.isEmpty() ? "" : "; its output: " + said))
                        .hint("check that it is Compressor's executable, or name the generation")));
        help.version().ifPresent(version -> learnt.remember(version, told));
        return told;
    }
}
