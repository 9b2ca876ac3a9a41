package io.qmaster.domain.journal;

import io.qmaster.domain.Ending;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal in a separate process, which executes commands line by line.
 *
 * <p>{@code request NUMBER ID} intends a submission under a request id and answers with the verdict,
 * {@code intend FROM TO} intends and submits many, {@code end NUMBER} ends one, {@code fill NAME} intends one with a
 * very long name.
 */
final class JournalingProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final PrintStream commands;

    private JournalingProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    static JournalingProcess in(Path folder) throws IOException {
        return started(command(folder));
    }

    /** A process with a limit on the size of files, as on a full disk. */
    static JournalingProcess withFilesOfAtMost(int kibibytes, Path folder) throws IOException {
        // POSIX counts in blocks of 512 bytes on every file system.
        List<String> limited =
                new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f " + 2 * kibibytes + " && exec \"$@\"", "sh"));
        limited.addAll(command(folder));
        return started(limited);
    }

    private static JournalingProcess started(List<String> command) throws IOException {
        return new JournalingProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static List<String> command(Path folder) {
        String classes = placeOf(FileJournal.class) + File.pathSeparator + placeOf(JournalingProcess.class);
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                classes,
                JournalingProcess.class.getName(),
                folder.toString());
    }

    private static Path placeOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    void tell(String command) {
        commands.println(command);
    }

    String answer() {
        try {
            return String.valueOf(answers.readLine());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String ask(String command) {
        tell(command);
        return answer();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Dies as by {@code kill -9}. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        commands.close();
        process.onExit().join();
    }

    /** Runs in the other process. */
    public static void main(String[] args) throws IOException {
        FileJournal journal = FileJournal.in(Path.of(args[0]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                System.out.println(done(journal, line.split(" ")));
            } catch (RuntimeException failed) {
                System.out.println(failed.getClass().getSimpleName() + " " + failed.getMessage());
            }
        }
    }

    private static String done(FileJournal journal, String[] words) {
        return switch (words[0]) {
            case "request" -> verdict(journal.intend(JournalSamples.requested(Integer.parseInt(words[1]), words[2])));
            case "fill" ->
                verdict(journal.intend(JournalSamples.intention(SubmissionId.random(), words[1].repeat(4000))));
            case "intend" -> {
                for (int i = Integer.parseInt(words[1]); i < Integer.parseInt(words[2]); i++) {
                    journal.intend(JournalSamples.intention(i));
                    journal.submitted(JournalSamples.submission(i), JournalSamples.queued("B-" + i));
                }
                yield "intended";
            }
            case "end" -> {
                SubmissionId ended = JournalSamples.submission(Integer.parseInt(words[1]));
                journal.ended(ended, JournalSamples.ending(Ending.How.LOST, JournalSamples.NOON));
                yield "ended";
            }
            default -> throw new IllegalArgumentException("no such command: " + String.join(" ", words));
        };
    }

    private static String verdict(Verdict verdict) {
        return verdict.getClass().getSimpleName();
    }

    /** Whether there is a shell to limit a process with. */
    static boolean canLimit() {
        return Files.isExecutable(Path.of("/bin/sh"));
    }
}
