package io.qmaster.simulator.standin;

import io.qmaster.simulator.PrivateFiles;
import io.qmaster.simulator.encode.Ffmpeg;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The Java command of {@link StandIn} programs: jar files, and a class-data archive, which halves the time of a call.
 * Preparing it takes a second or two; any number of stand-ins can share it. Immutable and thread-safe.
 */
public final class StandInJava {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final List<Path> classPath;
    private final Path archive;
    private final String ffmpeg;

    private StandInJava(List<Path> classPath, Path archive, String ffmpeg) {
        this.classPath = classPath;
        this.archive = archive;
        this.ffmpeg = ffmpeg;
    }

    /** A copy with the ffmpeg for scenarios with encoded outputs. Without it, the programs search for one. */
    public StandInJava encodingWith(Path program) {
        return new StandInJava(classPath, archive, program.toAbsolutePath().toString());
    }

    /**
     * Prepares it with the Java runtime and the jar files of this process.
     *
     * @param folder for the created files; must exist as long as the stand-ins. If its path contains a space, Java
     *     cannot use the archive
     * @throws IOException if a file cannot be written
     * @throws InterruptedException if the thread was interrupted
     */
    public static StandInJava preparedIn(Path folder) throws IOException, InterruptedException {
        PrivateFiles.makeFolder(folder);
        Path absolute = folder.toRealPath();
        StandInJava java = new StandInJava(
                ClassPath.packedInto(absolute),
                absolute.resolve("classes.jsa"),
                System.getProperty(Ffmpeg.PROPERTY, ""));
        ClassData.make(java.archive, java.command("-Xshare:auto", StandInMain.Role.REHEARSAL.name()));
        return java;
    }

    /** The command to which a role and its arguments are added. */
    List<String> command() {
        return command("-XX:SharedArchiveFile=" + archive, "");
    }

    private List<String> command(String option, String role) {
        List<String> words = List.of(
                JAVA.toString(),
                option,
                "-XX:TieredStopAtLevel=1",
                // Most calls are too short to benefit from early compilation.
                "-XX:CompileThresholdScaling=3",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Dfile.encoding=UTF-8",
                // Otherwise SLF4J warns on stderr that there is no logging backend.
                "-Dslf4j.internal.verbosity=ERROR",
                "-D" + Ffmpeg.PROPERTY + "=" + ffmpeg,
                "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                StandInMain.class.getName(),
                role);
        return role.isEmpty() ? words.subList(0, words.size() - 1) : words;
    }
}
