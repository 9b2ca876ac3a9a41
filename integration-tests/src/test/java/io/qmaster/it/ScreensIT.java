package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The screens in the README are what the built program shows on a terminal, but for ids, times and paths.
 * {@code src/build/refresh-texts.sh} of the program writes them into it.
 */
@Execution(ExecutionMode.CONCURRENT)
class ScreensIT {
    private static final Path USER = Path.of("/Users/hunterbj");

    private static final Pattern ARGUMENT = Pattern.compile("\"[^\"]*\"|\\S+");

    @TempDir
    private Path folder;

    private PseudoTerminal terminal;

    @AfterEach
    void closeTheTerminal() {
        if (terminal != null) {
            terminal.close();
        }
    }

    @Test
    void theFirstScreenEncodesAMovie() throws Exception {
        DistributedFfmpeg ffmpeg = DistributedFfmpeg.required();
        Files.copy(QmasterProgram.clip(), folder.resolve("clip.mov"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(QmasterProgram.setting(), folder.resolve("HD 720p.compressorsetting"));
        QmasterProgram qmaster = new QmasterProgram(folder).with("QMASTER_SIMULATOR_OUTPUTS", "encoded");

        String submitted = run(
                qmaster,
                "--backend simulator submit clip.mov --setting \"HD 720p.compressorsetting\" --destination-dir OUT --wait");
        String probe = "-v error -show_entries stream=codec_name,width,height -of csv=p=0 OUT/clip.mov";
        String probed = ffmpeg.probe(
                probe.replace("OUT", folder.resolve("OUT").toString()).split(" "));

        assertIsInReadme("submit", submitted + "\n$ ffprobe " + probe + "\n" + probed.strip());
    }

    /** The first job takes some minutes, so that the others wait as long as this test runs. */
    @Test
    void theOtherScreensShowWhatRunsAndWhatWaits() throws Exception {
        QmasterProgram qmaster = new QmasterProgram(folder).with("QMASTER_BACKEND", "simulator");
        Path scenario = qmaster.file("scenario.json", "{\"durations\": {\"job\": \"12h\"}, \"speed\": 60}");
        qmaster.with("QMASTER_SCENARIO", scenario.toString()).inThisProcess();
        for (String name : List.of("trailer", "reel 12", "reel 13")) {
            Path source = Files.copy(QmasterProgram.clip(), folder.resolve(name + ".mov"));
            Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
            QmasterProgram.Result submitted = qmaster.run(
                    "submit",
                    source.toString(),
                    "--setting",
                    QmasterProgram.setting().toString(),
                    "--destination-dir",
                    qmaster.out().toString(),
                    "--batch-name",
                    name);
            assertThat(submitted.code()).as(submitted.err()).isZero();
        }
        qmaster.inOwnProcesses();

        // First until the time left is known, which both screens show.
        terminal = qmaster.onTerminal("watch");
        terminal.see("2 waiting, 1 processing");
        terminal.see(" left");
        String watch = "$ qmaster watch\n" + Screen.shown(terminal.written());
        terminal.controlC();
        assertThat(terminal.code()).isEqualTo(130);

        assertIsInReadme("queue", String.join("\n", run(qmaster, "list"), watch, run(qmaster, "doctor")));
    }

    private String run(QmasterProgram qmaster, String arguments) throws Exception {
        terminal = qmaster.onTerminal(ARGUMENT.matcher(arguments)
                .results()
                .map(argument -> argument.group().replace("\"", ""))
                .toArray(String[]::new));
        assertThat(terminal.code()).as(terminal.written()).isZero();
        return "$ qmaster " + arguments + "\n" + Screen.shown(terminal.written());
    }

    /** Compares a screen with the one in the README, or writes it there. */
    private void assertIsInReadme(String name, String screen) throws Exception {
        String shown = screen.replace(folder.toRealPath().toString(), USER.toString());
        if (Boolean.getBoolean("qmaster.refresh")) {
            Readme.writeScreen(name, shown);
        }
        assertThat(comparable(shown)).isEqualTo(comparable(Readme.screen(name)));
    }

    /** Without what differs each time: ids, times, versions, and the widths of columns. */
    private static String comparable(String screen) {
        return screen.replaceAll("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", "ID")
                .replaceAll("\\[[0-9a-z]{10}]", "[token]")
                .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}", "DATE")
                .replaceAll("This C\\S*…\\S*|This Computer", "CLUSTER")
                .replaceAll("\\b[0-9A-F]{8}\\b", "ID")
                .replaceAll("\\b([0-9]+[hms])+\\b", "TIME")
                .replaceAll("(?<=Java |ffmpeg )[0-9._+-]+", "VERSION")
                .replaceAll("[█▏▎▍▌▋▊▉░]+", "BAR")
                .replaceAll("[0-9]+ %", "PER CENT")
                .replaceAll(" +", " ");
    }
}
