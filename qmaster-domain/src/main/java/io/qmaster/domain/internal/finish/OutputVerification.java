package io.qmaster.domain.internal.finish;

import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.port.MediaFacts;
import io.qmaster.domain.verify.OutputVerifier;
import io.qmaster.domain.verify.OutputVerifier.Judgement;
import io.qmaster.domain.verify.OutputVerifier.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies that valid outputs match their settings and sources, with an {@link OutputVerifier}. */
final class OutputVerification {
    private final OutputVerifier verifier;
    private final BatchLog log;

    OutputVerification(OutputVerifier verifier, BatchLog log) {
        this.verifier = verifier;
        this.log = log;
    }

    /**
     * The result.
     *
     * @param outputs the outputs, with mismatches marked as invalid
     * @param isReadable whether every movie could be read; a new one may be readable a little later
     */
    record Verified(List<Output> outputs, boolean isReadable) {}

    Verified verified(List<Output> outputs) throws InterruptedException {
        List<Output> verified = new ArrayList<>();
        boolean isReadable = true;
        for (Output output : outputs) {
            Optional<String> objection = Optional.empty();
            if (output.isGood()) {
                try {
                    Judgement found = verifier.judgement(output.path().orElseThrow(), promise(output.target()));
                    objection = found.objection();
                    if (!found.notJudged().isEmpty()) {
                        log.info("not verified for " + output.path().get() + ": "
                                + String.join(", ", found.notJudged()));
                    }
                } catch (IOException unreadable) {
                    isReadable = false;
                    objection = Optional.of("it cannot be read as a movie (" + unreadable.getMessage() + ")");
                }
            }
            verified.add(objection.map(words -> mismatch(output, words)).orElse(output));
        }
        return new Verified(List.copyOf(verified), isReadable);
    }

    private static Output mismatch(Output seen, String words) {
        Output faulty = Output.faulty(seen.target(), OutputFault.OUTPUT_MISMATCH, seen.path(), seen.bytes())
                .because(words);
        return seen.modified().map(faulty::lastChanged).orElse(faulty);
    }

    private Promise promise(Target target) throws InterruptedException {
        return new Promise(Optional.of(target.setting()), source(target), target.options());
    }

    /** The facts of a source; empty if the probe cannot read it, although the engine may. */
    private Optional<MediaFacts> source(Target target) throws InterruptedException {
        if (target.options().imageSequence().isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(verifier.facts(target.source()));
        } catch (IOException unreadable) {
            log.warn("frame size and duration of " + target.plannedPath() + " are not compared with its source: "
                    + unreadable.getMessage());
            return Optional.empty();
        }
    }
}
