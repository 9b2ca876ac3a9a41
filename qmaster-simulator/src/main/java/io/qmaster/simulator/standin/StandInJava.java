package io.qmaster.simulator.standin;

import io.qmaster.simulator.PrivateFiles;
import io.qmaster.simulator.encode.Ffmpeg;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the programs of a stand-in need of Java: jar files, and a class-data archive that halves the time that a call takes.
 * Preparing it takes a second or two; any number of stand-ins can share one. Immutable and safe for threads.
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

    /** The same with the ffmpeg that encodes if the scenario has outputs encoded; without it, programs look for one. */
    public StandInJava encodingWith(Path program) {
        return new StandInJava(classPath, archive, program.toAbsolutePath().toString());
    }

    /**
     * Prepares it with the Java and the jar files that we run from ourselves.
     *
     * @param folder where to put what is made; must stay for as long as the stand-ins. Java cannot use an archive of jar files
     *     whose path holds a space
     * @throws IOException if something cannot be written
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
                // Most calls are too short for what the compiler compiles early.
                "-XX:CompileThresholdScaling=3",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Dfile.encoding=UTF-8",
                // Otherwise it complains on stderr that nobody wants its log.
                "-Dslf4j.internal.verbosity=ERROR",
                "-D" + Ffmpeg.PROPERTY + "=" + ffmpeg,
                "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                StandInMain.class.getName(),
                role);
        return role.isEmpty() ? words.subList(0, words.size() - 1) : words;
    }
}
