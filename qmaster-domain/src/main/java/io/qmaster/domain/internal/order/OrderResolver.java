package io.qmaster.domain.internal.order;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Destination;
import io.qmaster.domain.DestinationException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.Publication;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Resolves a request into an order: checks every file once, and rejects invalid requests before anything is written.
 */
public final class OrderResolver {
    private final Backend backend;
    private final MediaFiles files;
    private final DestinationChecks destinations;

    /**
     * Creates a resolver for one backend.
     *
     * @param minFreeBytes the required free space on the volume of every output
     */
    public OrderResolver(Backend backend, MediaFiles files, long minFreeBytes) {
        this.backend = backend;
        this.files = files;
        this.destinations = new DestinationChecks(files, minFreeBytes);
    }

    /**
     * Resolves a request. Writes nothing.
     *
     * @throws io.qmaster.domain.QmasterException if a file is invalid or the backend lacks a capability, as for
     *     {@link io.qmaster.domain.Qmaster#submit}
     */
    public BatchOrder resolve(BatchRequest request, SubmissionId submissionId) {
        if (request.jobs().isEmpty()) {
            throw new SourceFileException(Failure.notQueued("SOURCE_NOT_GIVEN", "no source file was given")
                    .hint("give at least one movie to encode"));
        }
        requireCapabilities(request);
        List<Target> targets = targets(request, submissionId);
        destinations.requireFreeOutputs(targets, request.existingOutput());
        return new BatchOrder(
                submissionId,
                request.cluster(),
                request.cluster(),
                request.priority(),
                BatchName.of(request, targets.get(0).source(), submissionId),
                request.exactName(),
                targets,
                request.labels(),
                request.requestId(),
                request.existingOutput(),
                publication(request));
    }

    private static Publication publication(BatchRequest request) {
        return HiddenFolder.publication(request.publication(), request.existingOutput());
    }

    /** The identities of every path that the engine may write for an order. */
    public Set<String> claims(BatchOrder order) {
        Set<String> claims = new HashSet<>();
        for (Target target : order.targets()) {
            target.possiblePaths().forEach(path -> claims.add(files.identity(path)));
        }
        return claims;
    }

    /** The path in an order to which a claim belongs. */
    public String pathOf(BatchOrder order, String claim) {
        return order.targets().stream()
                .flatMap(target -> target.possiblePaths().stream())
                .filter(path -> files.identity(path).equals(claim))
                .map(Path::toString)
                .findFirst()
                .orElse(claim);
    }

    /** The targets of a request, each checked alone; their outputs may exist. */
    List<Target> targets(BatchRequest request, SubmissionId submissionId) {
        List<Target> targets = new ArrayList<>();
        for (JobRequest job : request.jobs()) {
            targets.add(target(targets.size(), job, publication(request), submissionId));
        }
        return targets;
    }

    private void requireCapabilities(BatchRequest request) {
        if (request.cluster() instanceof Cluster.Named) {
            require(Capability.CLUSTER_NAME, "send a batch to a cluster by its name");
        }
        if (request.cluster() instanceof Cluster.Address) {
            require(Capability.CLUSTER_ADDRESS, "send a batch to a cluster by its address");
        }
        for (JobRequest job : request.jobs()) {
            if (job.options().hasTimeRange()) {
                require(Capability.TIME_RANGE, "encode a part of a source or set the first timecode");
            }
            if (job.options().hasSideFiles()) {
                require(Capability.SIDE_FILES, "take files of chapters, annotations or captions");
            }
            if (job.options().imageSequence().isPresent()) {
                require(Capability.IMAGE_SEQUENCE_SOURCE, "take a folder of frames as a source");
            }
        }
    }

    private void require(Capability capability, String what) {
        if (!backend.capabilities().contains(capability)) {
            throw new UnsupportedByEngineException(Failure.notQueued(
                            "UNSUPPORTED",
                            "the backend \"" + backend.name() + "\" cannot " + what + " (" + capability + ")")
                    .hint("leave it out, or choose another backend or generation"));
        }
    }

    private Target target(int index, JobRequest job, Publication publication, SubmissionId submissionId) {
        Path source = files.absolute(job.source());
        FileMark mark = requireSource(source, job);
        Path settingFile = files.absolute(job.setting()
                .orElseThrow(() -> new SettingFileException(
                        Failure.notQueued("SETTING_NOT_GIVEN", "no setting was given for " + source)
                                .hint("give a setting file, which determines codec, size and container"))));
        // Read first: this has a timeout for a volume that does not answer.
        FileMark settingMark = answering(SettingFileException::new, () -> files.look(settingFile))
                .mark();
        SettingFacts setting =
                answering(SettingFileException::new, () -> backend.settings().read(settingFile));
        job.options().chapters().ifPresent(file -> requireSideFile("chapters", file));
        job.options().annotations().ifPresent(file -> requireSideFile("annotations", file));
        job.options().captions().ifPresent(file -> requireSideFile("captions", file));
        Path planned = destinations.resolved(plannedPath(job, source, setting));
        requireText("destination", planned, DestinationException::new, "DESTINATION_NAME");
        destinations.requireFolderAbove(planned);
        destinations.requireVolume(planned);
        Path work = HiddenFolder.workPath(planned, publication, submissionId.token());
        return new Target(
                index,
                source,
                setting.forOrder(),
                planned,
                work,
                mark,
                settingMark,
                job.options().with(files::absolute));
    }

    /**
     * A path is passed and journaled as text, which names another file if the name is not valid in the charset of this
     * runtime.
     */
    private static void requireText(
            String what, Path path, Function<Failure, ? extends RuntimeException> exception, String code) {
        if (!FileNames.isText(path)) {
            throw exception.apply(Failure.notQueued(
                            code,
                            "the path of the " + what + " " + path
                                    + " contains characters that this Java runtime cannot write")
                    .hint("rename it, or use a UTF-8 locale"));
        }
    }

    private FileMark requireSource(Path source, JobRequest job) {
        boolean sequence = job.options().imageSequence().isPresent();
        requireText("source", source, SourceFileException::new, "SOURCE_NAME");
        FileFacts facts = requireReadable("source", "SOURCE", source, sequence);
        // After a question mark Compressor expects parameters of an image sequence, and it does not decode %3F.
        if (source.toString().indexOf('?') >= 0) {
            throw new SourceFileException(Failure.notQueued(
                            "SOURCE_NAME",
                            "the path of the source " + source + " contains a \"?\", after which Compressor"
                                    + " would look for parameters")
                    .hint("rename it, or use a symbolic link to it"));
        }
        job.options().imageSequence().flatMap(frames -> frames.audio()).ifPresent(this::requireSound);
        return answering(SourceFileException::new, () -> SourceMark.of(source, facts, files));
    }

    private void requireSound(Path audio) {
        requireSideFile("audio", audio);
        // It is passed as a parameter after the source, and not decoded.
        if (files.absolute(audio).toString().matches(".*[?&].*")) {
            throw new SourceFileException(Failure.notQueued(
                            "SIDE_FILE_NAME",
                            "the path of the file of audio " + audio + " contains a \"?\" or \"&\", which Compressor"
                                    + " would take for another parameter")
                    .hint("rename it, or use a symbolic link to it"));
        }
    }

    private void requireSideFile(String what, Path file) {
        requireText("file of " + what, files.absolute(file), SourceFileException::new, "SIDE_FILE_NAME");
        requireReadable("file of " + what, "SIDE_FILE", files.absolute(file), false);
    }

    private FileFacts requireReadable(String what, String code, Path path, boolean folder) {
        FileFacts facts = answering(SourceFileException::new, () -> files.look(path));
        if (!facts.exists()) {
            throw new SourceFileException(
                    Failure.notQueued(code + "_MISSING", "the " + what + " " + path + " does not exist")
                            .hint("check the path; a volume may not be mounted"));
        }
        if (folder && !facts.isFolder()) {
            throw new SourceFileException(
                    Failure.notQueued(code + "_NOT_FOLDER", "the " + what + " " + path + " is not a folder of frames")
                            .hint("give the folder that contains the frames"));
        }
        if (!folder && !facts.isFile()) {
            throw new SourceFileException(Failure.notQueued(
                            code + "_NOT_FILE", "the " + what + " " + path + " is a folder or device, not a file")
                    .hint("give a file; a folder of frames must be declared as an image sequence"));
        }
        if (!facts.readable()) {
            throw new SourceFileException(Failure.notQueued(
                            code + "_UNREADABLE", "the " + what + " " + path + " cannot be read: permission denied")
                    .hint("change its permissions"));
        }
        return facts;
    }

    private Path plannedPath(JobRequest job, Path source, SettingFacts setting) {
        Destination destination = job.destination()
                .orElseThrow(() -> new DestinationException(
                        Failure.notQueued("DESTINATION_NOT_GIVEN", "no destination was given for " + source)
                                .hint("give a file or a folder for the output")));
        if (destination instanceof Destination.Directory directory) {
            Path folder = files.absolute(directory.folder());
            FileFacts facts = answering(DestinationException::new, () -> files.look(folder));
            if (facts.exists() && !facts.isFolder()) {
                throw new DestinationException(Failure.notQueued(
                                "DESTINATION_NOT_FOLDER",
                                "the destination folder " + folder + " is a file, not a folder")
                        .hint("give a folder, or a complete path as destination file"));
            }
            return folder.resolve(FileNames.stem(source) + directory.suffix() + "." + setting.outputExtension());
        }
        Path file = files.absolute(((Destination.File) destination).path());
        if (answering(DestinationException::new, () -> files.look(file)).isFolder()) {
            throw new DestinationException(Failure.notQueued(
                            "DESTINATION_IS_FOLDER",
                            "the destination " + file + " is a folder; a complete path with a file name is needed")
                    .hint("add a file name, or give it as destination folder"));
        }
        return file;
    }

    /** Queries the files. Throws this exception if a volume does not answer or a file cannot be accessed. */
    public static <T> T answering(Function<Failure, ? extends RuntimeException> exception, Supplier<T> query) {
        try {
            return query.get();
        } catch (VolumeNotAnsweringException silent) {
            throw exception.apply(silence(silent));
        } catch (UncheckedIOException unreadable) {
            throw exception.apply(unreadable(unreadable));
        }
    }

    private static Failure unreadable(UncheckedIOException cause) {
        return Failure.notQueued("FILE_UNREADABLE", "a file could not be accessed: " + Reason.withPath(cause))
                .hint("check the permissions and the symbolic links of the path")
                .because(cause);
    }

    public static Failure silence(VolumeNotAnsweringException silent) {
        return Failure.notQueued("VOLUME_NOT_ANSWERING", String.valueOf(silent.getMessage()))
                .hint("check the network volume; nothing was submitted")
                .worthRetrying()
                .because(silent);
    }
}
