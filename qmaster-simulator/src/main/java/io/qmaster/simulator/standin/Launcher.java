package io.qmaster.simulator.standin;

import io.qmaster.simulator.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the shell scripts that start Java fast: with a class-data archive and without the optimizing compiler. */
record Launcher(Installation installation, StandInGeneration generation, StandInJava java) {
    private static final String MARK = "# Written by the simulator of Qmaster";

    /** How far a program is searched for the mark: real programs are large. */
    private static final int BEGINNING = 200;

    /** Whether a file exists that no launcher wrote, such as the real program. */
    static boolean isOfAnother(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Files.exists(file);
        }
        try (InputStream program = Files.newInputStream(file)) {
            return !new String(program.readNBytes(BEGINNING), StandardCharsets.UTF_8).contains(MARK);
        }
    }

    private List<String> command(StandInMain.Role role, Path root) {
        List<String> words = new ArrayList<>(java.command());
        words.addAll(List.of(role.name(), root.toString(), generation.word()));
        return words;
    }

    /** Writes a program. */
    void write(Path file, StandInMain.Role role) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        PrivateFiles.makeFolder(folder);
        Path root = installation.root().toRealPath();
        // A Mac passes arguments in UTF-8 in every language; Java does so in a UTF-8 locale.
        String script = """
                #!/bin/sh
                %s: plays %s.
                case $0 in */*) self=$0 ;; *) self=./$0 ;; esac
                while [ -L "$self" ]; do
                    link=$(readlink "$self")
                    case $link in /*) self=$link ;; *) self=${self%%/*}/$link ;; esac
                done
                root=$(CDPATH= cd -- "${self%%/*}/%s" && pwd) || exit
                %s=${%s:-${LC_ALL:-${LC_TIME:-${LANG:-en_US}}}}
                LC_ALL=C.UTF-8
                export LC_ALL %s
                unset JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS
                %sexec %s "$@"
                """.formatted(
                MARK,
                file.getFileName(),
                folder.relativize(installation.root()),
                ProgramEnvironment.LANGUAGE_VARIABLE,
                ProgramEnvironment.LANGUAGE_VARIABLE,
                ProgramEnvironment.LANGUAGE_VARIABLE,
                // Signals of a terminal to a call must not end the service that it started.
                role == StandInMain.Role.SERVICE ? "trap '' INT HUP QUIT\n" : "",
                command(role, root).stream().map(word -> moving(word, root)).collect(Collectors.joining(" ")));
        Path draft = Files.createTempFile(folder, "new", ".draft");
        Files.writeString(draft, script);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx------"));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A quoted word for the shell, relative to the place of the installation when the program runs. */
    private static String moving(String word, Path root) {
        String whole = Pattern.quote(quoted(root.toString())) + "(?=[/:]|$)";
        return "'" + quoted(word).replaceAll(whole, "'\"\\$root\"'") + "'";
    }

    private static String quoted(String word) {
        return word.replace("'", "'\\''");
    }
}
