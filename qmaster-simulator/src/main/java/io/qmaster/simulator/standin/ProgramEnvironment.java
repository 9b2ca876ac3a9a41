package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Timekeeper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * The environment of a program.
 *
 * @param thread its thread id as the system's log writes it
 * @param folder its working directory
 */
record ProgramEnvironment(
        PrintStream out,
        PrintStream err,
        Timekeeper time,
        ZoneId zone,
        Language language,
        String user,
        long process,
        String thread,
        Path folder) {
    /** Names the language, as {@code LANG} does; set by the launchers, which give Java a UTF-8 locale. */
    static final String LANGUAGE_VARIABLE = "QMASTER_STANDIN_LANG";

    /** The environment of this process. */
    static ProgramEnvironment ofThisProcess(StandInGeneration generation, Timekeeper time) {
        long process = ProcessHandle.current().pid();
        String language = System.getenv(LANGUAGE_VARIABLE);
        return new ProgramEnvironment(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                time,
                ZoneId.systemDefault(),
                Language.of(language == null ? "" : language),
                System.getProperty("user.name", ""),
                process,
                threadOf(process, generation),
                Path.of("").toAbsolutePath());
    }

    /** In the format of each generation: a short, a decimal or a hexadecimal number. */
    private static String threadOf(long process, StandInGeneration generation) {
        return switch (generation) {
            case FINAL_CUT_STUDIO -> "10b";
            case COMPRESSOR_4 -> Long.toString(200_000 + process);
            case COMPRESSOR_5_2, COMPRESSOR_5_4 -> Long.toHexString(0x1a0000 + process);
        };
    }

    /** Flushed at once, so that nothing is lost if the program is killed; in UTF-8, as on a Mac. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
