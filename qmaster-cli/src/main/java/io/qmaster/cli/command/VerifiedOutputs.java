package io.qmaster.cli.command;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.Output;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.verify.OutputVerifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds existing outputs that are valid although the journal does not know them. */
final class VerifiedOutputs {
    private VerifiedOutputs() {}

    /** The outputs of those targets that need not be made. */
    static List<Output> of(List<Target> targets, Invocation invocation) throws InterruptedException {
        LocalFiles files = new LocalFiles();
        OutputVerifier verifier = new OutputVerifier(
                invocation.probe("--skip-verified"),
                files,
                invocation.time(),
                invocation.configuration().policy().statusTimeout());
        List<Output> good = new ArrayList<>();
        for (Target target : targets) {
            Path planned = target.isImageSequence()
                    ? target.plannedPath().resolveSibling(FileNames.stem(target.plannedPath()))
                    : target.plannedPath();
            FileFacts there = files.look(planned);
            boolean isNewer = there.exists()
                    && !there.modified().isBefore(target.sourceMark().modified());
            if (isNewer
                    && verifier.verdict(
                                    planned,
                                    Optional.of(target.setting()),
                                    Optional.of(target.source()),
                                    target.options())
                            .isGood()) {
                good.add(Output.good(target, planned, there.bytes(), there.modified()));
            }
        }
        return good;
    }
}
