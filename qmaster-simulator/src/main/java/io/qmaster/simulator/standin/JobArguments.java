package io.qmaster.simulator.standin;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.Timecode;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.standard.SettingFile;
import io.qmaster.simulator.Admission;
import io.qmaster.simulator.model.SubmittedJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One job group of a command line.
 *
 * @param source the file to encode, or the folder of an image sequence
 * @param setting the setting file
 * @param output where to write, if it is said
 * @param sideFiles other files that are named
 */
record JobArguments(Path source, Path setting, Optional<Path> output, List<Path> sideFiles) {
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

    /** @throws Complaint if there is no setting, or a timecode is none */
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
        if (parameters >= 0) {
            audio(jobPath.substring(parameters + 1)).map(folder::resolve).ifPresent(files::add);
        }
        return new JobArguments(
                folder.resolve(parameters < 0 ? jobPath : jobPath.substring(0, parameters)),
                folder.resolve(plain(setting)),
                group.value("-locationpath")
                        .or(() -> group.value("-destinationpath"))
                        .map(path -> folder.resolve(plain(path))),
                List.copyOf(files));
    }

    /** What the program says to its files; empty if they are good. */
    Optional<Refused> objection() {
        List<Path> files = Stream.concat(Stream.of(setting), sideFiles.stream()).toList();
        return Admission.objectionToInputs(source, files)
                .or(() -> output.flatMap(Admission::objectionToOutput))
                .or(() -> Admission.objectionToMedium(source));
    }

    /** @throws Complaint if its setting is none */
    SubmittedJob submitted(Path where) throws Complaint {
        try {
            SettingFacts facts = SettingFile.read(setting);
            // An output without an extension gets that of its setting.
            return Admission.job(
                    source,
                    facts,
                    FileNames.extension(where).isEmpty()
                            ? FileNames.withExtension(where, facts.outputExtension())
                            : where);
        } catch (SettingFileException noSetting) {
            // What the real programs say is not known.
            throw Complaint.parameter("invalid setting: " + setting);
        }
    }

    /** A path stands as it is or behind {@code file://}, and is not URL-decoded (observed with Compressor 5.4). */
    static String plain(String path) {
        return path.startsWith("file://") ? path.substring("file://".length()) : path;
    }

    /** Behind a question mark stand the frame rate and audio of an image sequence (Compressor User Guide). */
    private static Optional<String> audio(String parameters) {
        return Stream.of(parameters.split("&"))
                .filter(parameter -> parameter.startsWith("audio="))
                .map(parameter -> plain(parameter.substring("audio=".length())))
                .findFirst();
    }

    private static void requireTimecode(String flag, Optional<String> text) throws Complaint {
        try {
            text.ifPresent(Timecode::parse);
        } catch (IllegalArgumentException malformed) {
            throw Complaint.parameter(flag + " takes hh:mm:ss;ff, not " + text.orElse(""));
        }
    }
}
