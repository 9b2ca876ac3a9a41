package io.qmaster.simulator.report;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Workload;
import java.util.List;

/**
 * What came of a scenario with a workload, from the first submission until every batch has ended or nothing happens any more.
 *
 * <pre>{@code
 * Scenario scenario = Scenario.named("night-shift");
 * ScenarioRun run = ScenarioRun.of(scenario, Workload.seeded(200, scenario));
 * run.eventLog().forEach(System.out::println);
 * System.out.println(run.waitingTimes().percentile(90));
 * Files.writeString(Path.of("night.html"), run.toHtml("The night of 200 reels"));
 * }</pre>
 *
 * <p>It is the engine alone that runs: no file is read or written, nobody asks for status, and a submission that is refused is
 * not tried again. The same scenario and workload give the same event log and the same page, byte for byte, on every machine.
 * Immutable and safe for threads.
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

    /** Runs a scenario, which takes a moment whatever time passes in it. */
    public static ScenarioRun of(Scenario scenario, Workload workload) {
        Course course = new Course(scenario);
        course.run(workload);
        return new ScenarioRun(scenario, course.eventLog(), course.history());
    }

    /** Everything that happened in the engine, one JSON object a line. */
    public List<String> eventLog() {
        return eventLog;
    }

    /** How long batches waited until they were first worked on; those that never were are left out. */
    public WaitingTimes waitingTimes() {
        return WaitingTimes.of(history.batches());
    }

    /**
     * A page that shows it: which batch was in which state when, what every node worked on, and how long batches waited. It is
     * complete in itself and asks for nothing over a network.
     *
     * @param title what stands above it
     */
    public String toHtml(String title) {
        return new Page(title, scenario, history).html();
    }
}
