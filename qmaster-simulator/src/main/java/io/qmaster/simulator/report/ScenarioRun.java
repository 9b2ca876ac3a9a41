package io.qmaster.simulator.report;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Workload;
import java.util.List;

/**
 * A run of a scenario with a workload, from the first submission until every batch has ended or nothing more happens.
 *
 * <pre>{@code
 * Scenario scenario = Scenario.named("night-shift");
 * ScenarioRun run = ScenarioRun.of(scenario, Workload.seeded(200, scenario));
 * run.eventLog().forEach(System.out::println);
 * System.out.println(run.waitingTimes().percentile(90));
 * Files.writeString(Path.of("night.html"), run.toHtml("The night of 200 reels"));
 * }</pre>
 *
 * <p>Only the engine runs: no file is read or written, no status is queried, and a refused submission is not retried.
 * The same scenario and workload give the same event log and the same page, byte for byte, on every machine. For users
 * who explore the capacity of a cluster. Immutable and thread-safe.
 */
public final class ScenarioRun {
    private final Scenario scenario;
    private final List<String> eventLog;
    private final History history;

    private ScenarioRun(Scenario scenario, List<String> eventLog, History history) {
        this.scenario = scenario;
        this.eventLog = eventLog;
        this.history = history;
    }

    /** Runs a scenario on virtual time. */
    public static ScenarioRun of(Scenario scenario, Workload workload) {
        Course course = new Course(scenario);
        course.run(workload);
        return new ScenarioRun(scenario, course.eventLog(), course.history());
    }

    /** The engine's event log, one JSON object a line. */
    public List<String> eventLog() {
        return eventLog;
    }

    /** How long batches waited until they were first processed; those that never were are excluded. */
    public WaitingTimes waitingTimes() {
        return WaitingTimes.of(history.batches());
    }

    /**
     * An HTML page with the states of every batch over time, the load of every node, and waiting times. It needs no
     * network.
     *
     * @param title its heading
     */
    public String toHtml(String title) {
        return new Page(title, scenario, history).html();
    }
}
