package io.qmaster.simulator;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.standard.MovieAtoms;
import io.qmaster.simulator.model.Submission;
import io.qmaster.simulator.model.SubmittedJob;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Checks the files of an order as the engine's program does before it submits: one invalid file rejects the whole
 * batch. Used by the simulator and the stand-ins. Thread-safe.
 */
public final class Admission {
    private static final int PARAMETER_ERROR = 255;
    private static final int SUBMISSION_ERROR = 3;

    private Admission() {}

    /** The refusal of an order; empty if every file is valid. */
    static Optional<Refused> objection(BatchOrder order) {
        return order.targets().stream()
                .map(Admission::objection)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The submission of an order, with the plan of every target. */
    static Submission submission(BatchOrder order, List<Optional<String>> plans) {
        return new Submission(
                ClusterText.of(order.cluster()),
                order.name(),
                order.priority(),
                System.getProperty("user.name", ""),
                IntStream.range(0, plans.size())
                        .mapToObj(at -> job(order.targets().get(at)).with(plans.get(at)))
                        .toList());
    }

    private static Optional<Refused> objection(Target target) {
        return objectionToInputs(target.source(), sideFiles(target)).or(() -> objectionToOutput(target.workPath()));
    }

    /**
     * The refusal because of an input of a job; empty if all are valid.
     *
     * @param source the file to encode, or the folder of an image sequence
     * @param sideFiles the setting, and other input files of the job
     */
    public static Optional<Refused> objectionToInputs(Path source, List<Path> sideFiles) {
        return objectionToSource(source)
                .or(() -> sideFiles.stream()
                        .filter(file -> !Files.isRegularFile(file))
                        .map(Admission::doesNotExist)
                        .findFirst());
    }

    /** The refusal because of the output of a job; empty if it is valid. */
    public static Optional<Refused> objectionToOutput(Path output) {
        return Files.isDirectory(output)
                ? Optional.of(parameterError(
                        "Destination is a directory; Expected complete output file path with file name."))
                : Optional.empty();
    }

    /** The refusal because of a source; empty if it is valid. */
    static Optional<Refused> objectionToSource(Path source) {
        // The program takes text after a question mark for frame rate and audio of an image sequence (Compressor User
        // Guide).
        int parameters = source.toString().indexOf('?');
        if (parameters >= 0) {
            return Optional.of(doesNotExist(Path.of(source.toString().substring(0, parameters))));
        }
        if (!Files.exists(source) || (Files.isDirectory(source) && !hasFiles(source))) {
            return Optional.of(doesNotExist(source));
        }
        return Files.isReadable(source) ? Optional.empty() : Optional.of(unreadable());
    }

    /**
     * The refusal because a source is not a media file; empty if it is. The simulator without stand-ins accepts any
     * file, so that tests need no movies.
     */
    public static Optional<Refused> objectionToMedium(Path source) {
        return Files.isDirectory(source) || Medium.is(source) ? Optional.empty() : Optional.of(unreadable());
    }

    /** Observed with Compressor 5.4: damaged and empty movies, and texts. */
    private static Refused unreadable() {
        return new Refused(
                RefusalKind.SUBMISSION_ERROR,
                "Submission Error: INVOKING METHOD OR ACCESSING MEMBER FOR NULL REFERENCE",
                OptionalInt.of(SUBMISSION_ERROR),
                false);
    }

    private static List<Path> sideFiles(Target target) {
        JobOptions options = target.options();
        return Stream.of(
                        Optional.of(target.setting().file()),
                        options.chapters(),
                        options.annotations(),
                        options.captions(),
                        options.imageSequence().flatMap(ImageSequenceInput::audio))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Refused doesNotExist(Path path) {
        return parameterError("path does not exist: " + path);
    }

    private static Refused parameterError(String words) {
        return new Refused(
                RefusalKind.PARAMETER_ERROR, "Parameter error: " + words, OptionalInt.of(PARAMETER_ERROR), false);
    }

    private static SubmittedJob job(Target target) {
        return job(target.source(), target.setting(), target.workPath());
    }

    /** A job with valid files. */
    public static SubmittedJob job(Path source, SettingFacts setting, Path output) {
        return new SubmittedJob(
                source,
                bytes(source),
                duration(source),
                output,
                setting.outputExtension(),
                setting.imageSequence(),
                setting.segmentable(),
                setting.videoCodec());
    }

    private static Optional<Duration> duration(Path source) {
        try {
            return Files.isRegularFile(source) ? MovieAtoms.duration(source) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static long bytes(Path source) {
        try {
            if (!Files.isDirectory(source)) {
                return Files.size(source);
            }
            long all = 0;
            try (DirectoryStream<Path> frames = Files.newDirectoryStream(source, Files::isRegularFile)) {
                for (Path frame : frames) {
                    all += Files.size(frame);
                }
            }
            return all;
        } catch (IOException gone) {
            // The file was deleted since it was checked: the job fails when it starts.
            return 0;
        }
    }

    private static boolean hasFiles(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            return files.iterator().hasNext();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
