package io.qmaster.simulator.standin;

import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.simulator.Admission;
import io.qmaster.simulator.model.Command;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The commands of Compressor other than submitting, as far as they can be imitated. The output of the real programs is
 * not known.
 */
final class OtherCommands {
    private static final List<String> LOOKING = List.of("-checkstream", "-findletterbox");
    private static final List<String> MODIFYING =
            List.of("-relabelaudiotracks", "-renametrackswithlayouts", "-relabelcolorspace");
    private static final List<String> SHARING =
            List.of("-instances", "-sharing", "-requiresPassword", "-noPassword", "-networkInterface", "-portRange");

    private final Engine engine;
    private final ProgramEnvironment environment;

    OtherCommands(Engine engine, ProgramEnvironment environment) {
        this.engine = engine;
        this.environment = environment;
    }

    /** Executes one of these commands; returns the exit code, or empty for another command line. */
    Optional<Integer> carryOut(CommandLine line) throws Complaint, InterruptedException {
        for (String flag : LOOKING) {
            if (line.has(flag)) {
                requireMedium(requireFile(decoded(line.value(flag).orElse(""))));
                environment.out().print(flag.substring(1) + ": nothing found\n");
                return Optional.of(0);
            }
        }
        if (MODIFYING.stream().anyMatch(line::has)) {
            modify(line);
            return Optional.of(0);
        }
        if (line.has("-batchfilepath")) {
            requireFile(line.value("-batchfilepath").orElse(""));
            throw new Complaint(
                    "Submission Error: the form of batch files is not known to the stand-in",
                    Complaint.SUBMISSION_ERROR);
        }
        if (line.has("-resetBackgroundProcessing") || line.has("-repairCompressor")) {
            engine.carryOut(new Command.Reset());
            return Optional.of(0);
        }
        Optional<Integer> instances = line.number("-instances");
        if (instances.isPresent()) {
            engine.carryOut(new Command.SetInstances(instances.get()));
        }
        return !line.has("-jobpath") && SHARING.stream().anyMatch(line::has) ? Optional.of(0) : Optional.empty();
    }

    /** Nothing is relabelled: the movie is unchanged, or copied to the requested place. */
    private void modify(CommandLine line) throws Complaint {
        Path movie = requireFile(JobArguments.plain(line.value("-jobpath").orElse("")));
        requireMedium(movie);
        Optional<String> location = line.value("-locationpath");
        try {
            if (location.isPresent()) {
                Files.copy(
                        movie,
                        environment.folder().resolve(JobArguments.plain(location.get())),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failed) {
            throw new Complaint("Submission Error: " + failed, Complaint.SUBMISSION_ERROR);
        }
    }

    /** Unlike the source of a job, the URL of a file to check is encoded (Compressor User Guide). */
    private static String decoded(String url) throws Complaint {
        try {
            return url.startsWith("file://") ? Path.of(URI.create(url)).toString() : url;
        } catch (IllegalArgumentException malformed) {
            throw Complaint.parameter("path does not exist: " + url);
        }
    }

    /** The output of the real programs for an invalid file is assumed to be that of a submission. */
    private static void requireMedium(Path file) throws Complaint {
        Optional<Refused> objection = Admission.objectionToMedium(file);
        if (objection.isPresent()) {
            throw Complaint.of(objection.get());
        }
    }

    private Path requireFile(String path) throws Complaint {
        Path file = environment.folder().resolve(path);
        if (!Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw Complaint.parameter("path does not exist: " + file);
        }
        return file;
    }
}
