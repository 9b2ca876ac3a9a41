package io.qmaster.simulator.standin;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.Timecode;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.standard.SettingFile;
import io.qmaster.simulator.Admission;
import io.qmaster.simulator.model.SubmittedJob;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The arguments of one job in a command line.
 *
 * @param source the file to encode, or the folder of an image sequence
 * @param sideFiles other input files
 * @param options other options of the output
 */
record JobArguments(Path source, Path setting, Optional<Path> output, List<Path> sideFiles, JobOptions options) {
    static final Set<String> FLAGS = Set.of(
            "-jobpath",
            "-settingpath",
            "-locationpath",
            "-destinationpath",
            "-info",
            "-jobaction",
            "-scc",
            "-startoffset",
            "-in",
            "-out",
            "-annotations",
            "-chapters");

    /** @throws Complaint if there is no setting, or a timecode is invalid */
    static JobArguments of(List<CommandLine.Option> options, Path folder) throws Complaint {
        CommandLine group = new CommandLine(options);
        String jobPath = plain(group.value("-jobpath").orElse(""));
        int parameters = jobPath.indexOf('?');
        for (String flag : List.of("-startoffset", "-in", "-out")) {
            requireTimecode(flag, group.value(flag));
        }
        String setting = group.value("-settingpath").orElseThrow(() -> Complaint.parameter("no -settingpath"));
        List<Path> files = new ArrayList<>(Stream.of("-scc", "-annotations", "-chapters")
                .flatMap(flag -> group.value(flag).stream())
                .map(path -> folder.resolve(plain(path)))
                .toList());
        Optional<ImageSequenceInput> frames =
                parameters < 0 ? Optional.empty() : Optional.of(frames(jobPath.substring(parameters + 1), folder));
        frames.flatMap(ImageSequenceInput::audio).ifPresent(files::add);
        return new JobArguments(
                folder.resolve(parameters < 0 ? jobPath : jobPath.substring(0, parameters)),
                folder.resolve(plain(setting)),
                group.value("-locationpath")
                        .or(() -> group.value("-destinationpath"))
                        .map(path -> folder.resolve(plain(path))),
                List.copyOf(files),
                new JobOptions(
                        timecode("-in", group),
                        timecode("-out", group),
                        timecode("-startoffset", group),
                        file("-chapters", group, folder),
                        file("-annotations", group, folder),
                        file("-scc", group, folder),
                        frames));
    }

    private static Optional<Timecode> timecode(String flag, CommandLine group) {
        return group.value(flag).map(Timecode::parse);
    }

    private static Optional<Path> file(String flag, CommandLine group, Path folder) {
        return group.value(flag).map(path -> folder.resolve(plain(path)));
    }

    /** The refusal because of one of its files; empty if all are valid. */
    Optional<Refused> objection() {
        List<Path> files = Stream.concat(Stream.of(setting), sideFiles.stream()).toList();
        return Admission.objectionToInputs(source, files)
                .or(() -> output.flatMap(Admission::objectionToOutput))
                .or(() -> Admission.objectionToMedium(source));
    }

    /** @throws Complaint if its setting is invalid */
    SubmittedJob submitted(Path where, Plans plans) throws Complaint, InterruptedException {
        try {
            SettingFacts facts = SettingFile.read(setting);
            // An output without an extension gets that of its setting.
            return Admission.job(
                            source,
                            facts,
                            FileNames.extension(where).isEmpty()
                                    ? FileNames.withExtension(where, facts.outputExtension())
                                    : where)
                    .with(plans.of(facts, options, source));
        } catch (SettingFileException noSetting) {
            // The message of the real programs is not known.
            throw Complaint.parameter("invalid setting: " + setting);
        }
    }

    /** Creates the plans of outputs. */
    @FunctionalInterface
    interface Plans {
        Optional<String> of(SettingFacts setting, JobOptions options, Path source) throws InterruptedException;
    }

    /** A path can follow {@code file://}, and is not URL-decoded (observed with Compressor 5.4). */
    static String plain(String path) {
        return path.startsWith("file://") ? path.substring("file://".length()) : path;
    }

    /** Frame rate and audio of an image sequence follow a question mark (Compressor User Guide). */
    private static ImageSequenceInput frames(String parameters, Path folder) throws Complaint {
        ImageSequenceInput frames = ImageSequenceInput.FRAMES;
        for (String parameter : parameters.split("&", -1)) {
            if (parameter.startsWith("audio=")) {
                frames = frames.audio(folder.resolve(plain(parameter.substring("audio=".length()))));
            } else if (parameter.startsWith("frameRate=")) {
                try {
                    frames = frames.frameRate(new BigDecimal(parameter.substring("frameRate=".length())));
                } catch (IllegalArgumentException malformed) {
                    throw Complaint.parameter("invalid " + parameter);
                }
            }
        }
        return frames;
    }

    private static void requireTimecode(String flag, Optional<String> text) throws Complaint {
        try {
            text.ifPresent(Timecode::parse);
        } catch (IllegalArgumentException malformed) {
            throw Complaint.parameter(flag + " takes hh:mm:ss;ff, not " + text.orElse(""));
        }
    }
}
