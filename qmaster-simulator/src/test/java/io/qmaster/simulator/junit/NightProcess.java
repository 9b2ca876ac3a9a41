package io.qmaster.simulator.junit;

import io.qmaster.domain.Cluster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.simulator.report.ScenarioRun;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Workload;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a night in another Java process, and prints all of its results. */
final class NightProcess {
    private NightProcess() {}

    /** The output of a Java process with some options. */
    static String printed(Path java, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NightProcess.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? printed : "exit " + process.exitValue();
    }

    /** The entry point of the process. */
    public static void main(String[] arguments) throws Exception {
        Scenario night = Scenario.named("night-shift");
        ScenarioRun run = ScenarioRun.of(night, Workload.seeded(40, night));
        List<String> lines = new ArrayList<>(run.eventLog());
        lines.add(run.toHtml("A night – " + File.separator));
        lines.addAll(submitted(night));
        System.out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    /** Makes the same calls at the same times, from the API down to files. */
    private static List<String> submitted(Scenario scenario) throws InterruptedException {
        Stage stage = Stage.of(scenario, defaults -> {});
        try {
            for (int reel = 1; reel <= 6; reel++) {
                QmasterBatch batch = stage.qmaster()
                        .submit(stage.media()
                                .request("reel " + reel + ".mov")
                                .cluster(Cluster.named("FCS Cluster"))
                                .build());
                if (reel == 3) {
                    batch.pause();
                }
                stage.simulator().clock().advance(Duration.ofMinutes(7));
            }
            stage.simulator().clock().advance(Duration.ofHours(3));
            return stage.simulator().eventLog();
        } finally {
            stage.close();
        }
    }
}
