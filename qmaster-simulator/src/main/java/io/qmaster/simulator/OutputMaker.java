package io.qmaster.simulator;

import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.SettingFacts;
import io.qmaster.simulator.encode.Encoding;
import io.qmaster.simulator.encode.Ffmpeg;
import io.qmaster.simulator.encode.OutputPlan;
import io.qmaster.simulator.encode.Slice;
import io.qmaster.simulator.model.SubmittedJob;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Scenario.Outputs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the outputs of a simulator are copied or encoded, when a job is submitted; the decision is stored
 * with the job. For users of {@link Simulator}. Thread-safe. Starts no process before a job is submitted or
 * {@link #finding} is called.
 *
 * <pre>{@code
 * Simulator.inDirectory(directory, scenario, OutputMaker.encoding(Ffmpeg.at(Path.of("/usr/bin/ffmpeg"))));
 * }</pre>
 */
public final class OutputMaker {
    /** The reason why jobs fail without an ffmpeg. */
    static final String NO_FFMPEG = "no ffmpeg was found to encode it";

    private final Optional<Outputs> chosen;
    /** Without a choice here and in the scenario; empty: encoded if there is an ffmpeg. */
    private final Optional<Outputs> usual;

    private final Search search;
    private Ffmpeg.@Nullable Search found;

    private OutputMaker(Optional<Outputs> chosen, Optional<Outputs> usual, Search search) {
        this.chosen = chosen;
        this.usual = usual;
        this.search = search;
    }

    /** Searches for an ffmpeg. Called once, on first use. */
    @FunctionalInterface
    public interface Search {
        /**
         * Searches.
         *
         * @throws InterruptedException if the thread was interrupted
         */
        Ffmpeg.Search take() throws InterruptedException;
    }

    /** Outputs are copies of their sources, in every scenario. */
    public static OutputMaker copying() {
        return new OutputMaker(Optional.of(Outputs.COPIED), Optional.empty(), OutputMaker::onPath);
    }

    /** Outputs are encoded, in every scenario. */
    public static OutputMaker encoding(Ffmpeg ffmpeg) {
        return new OutputMaker(
                Optional.of(Outputs.ENCODED),
                Optional.empty(),
                () -> new Ffmpeg.Search(Optional.of(ffmpeg), List.of()));
    }

    /** Outputs are encoded, in every scenario; jobs fail if there is no ffmpeg. */
    public static OutputMaker encoding(Search search) {
        return new OutputMaker(Optional.of(Outputs.ENCODED), Optional.empty(), search);
    }

    /** According to the scenario; copies by default. The default of the library. */
    public static OutputMaker asScenarioSays() {
        return new OutputMaker(Optional.empty(), Optional.of(Outputs.COPIED), OutputMaker::onPath);
    }

    /** According to the scenario; by default, encoded if there is an ffmpeg, otherwise copied. */
    public static OutputMaker encodingIfFound(Search search) {
        return new OutputMaker(Optional.empty(), Optional.empty(), search);
    }

    /** Uses the choice of the scenario; otherwise outputs are encoded, and jobs fail if no ffmpeg is found. */
    public static OutputMaker encodingByDefault(Search search) {
        return new OutputMaker(Optional.empty(), Optional.of(Outputs.ENCODED), search);
    }

    private static Ffmpeg.Search onPath() throws InterruptedException {
        return Ffmpeg.find(Optional.empty(), System.getenv());
    }

    /**
     * The plan of the output of a job; empty if it is to be a copy.
     *
     * @throws io.qmaster.domain.SettingFileException if the setting file cannot be read
     * @throws InterruptedException if the thread was interrupted
     */
    public Optional<String> plan(Scenario scenario, SettingFacts setting, JobOptions options, Path source)
            throws InterruptedException {
        return encodes(scenario)
                ? Optional.of(OutputPlan.of(setting, options, Files.isDirectory(source))
                        .text())
                : Optional.empty();
    }

    private boolean encodes(Scenario scenario) throws InterruptedException {
        Optional<Outputs> said = said(scenario);
        return said.isPresent()
                ? said.get() == Outputs.ENCODED
                : found().ffmpeg().isPresent();
    }

    /** What was chosen; empty: encoded if there is an ffmpeg. */
    private Optional<Outputs> said(Scenario scenario) {
        return chosen.or(scenario::outputs).or(() -> usual);
    }

    /**
     * A copy of a scenario with this decision, for programs that run later.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    public Scenario decided(Scenario scenario) throws InterruptedException {
        Optional<Outputs> decided = encodes(scenario) ? Optional.of(Outputs.ENCODED) : chosen;
        return decided.map(scenario::withOutputs).orElse(scenario);
    }

    /** Why a job with a setting fails with every source; empty if it does not, or its output is to be a copy. */
    Optional<String> objection(Scenario scenario, SettingFacts setting) throws InterruptedException {
        if (!encodes(scenario)) {
            return Optional.empty();
        }
        Optional<Ffmpeg> ffmpeg = ffmpeg();
        return ffmpeg.isEmpty()
                ? Optional.of(NO_FFMPEG)
                : ffmpeg.get().objection(OutputPlan.of(setting, JobOptions.NONE, false));
    }

    /** How jobs that are submitted now are encoded, as a sentence. */
    String remark(Scenario scenario) throws InterruptedException {
        if (!encodes(scenario)) {
            return "the simulator encodes nothing: outputs are copies of their sources";
        }
        return "the simulator encodes with "
                + ffmpeg().map(ffmpeg -> "ffmpeg " + ffmpeg.version()).orElse("ffmpeg, but none was found");
    }

    /** The health finding about the ffmpeg, and whether outputs are encoded. */
    HealthFinding finding(Scenario scenario) throws InterruptedException {
        Optional<Outputs> said = said(scenario);
        if (said.filter(how -> how == Outputs.COPIED).isPresent()) {
            return HealthFinding.ok("outputs", "nothing is encoded: the content of an output is a copy of its source");
        }
        Ffmpeg.Search result = found();
        String problems = String.join("; ", result.problems());
        if (result.ffmpeg().isPresent()) {
            Ffmpeg ffmpeg = result.ffmpeg().get();
            return HealthFinding.ok(
                    "outputs",
                    "outputs are encoded by " + ffmpeg + ": "
                            + String.join(", ", ffmpeg.codecs())
                            + (ffmpeg.missingCodecs().isEmpty()
                                    ? ""
                                    : "; not " + String.join(", ", ffmpeg.missingCodecs()))
                            + (ffmpeg.replacedLibraries().isEmpty()
                                    ? ""
                                    : "; " + String.join(", ", ffmpeg.replacedLibraries())
                                            + " is not installed and not needed")
                            + (problems.isEmpty() ? "" : " (" + problems + ")"));
        }
        String reason = "no ffmpeg was found" + (problems.isEmpty() ? "" : ": " + problems);
        String fix = "install ffmpeg, or name one with --ffmpeg FILE";
        return said.isPresent()
                ? HealthFinding.failed("outputs", "outputs are to be encoded, but " + reason, fix)
                : HealthFinding.warning("outputs", "outputs are copies of their sources, since " + reason, fix);
    }

    /** The ffmpeg, if there is one. */
    Optional<Ffmpeg> ffmpeg() throws InterruptedException {
        return found().ffmpeg();
    }

    /** The encoding of a segment of a job with a plan. */
    Optional<Encoding> encoding(SubmittedJob job, Slice slice, Path folder) throws InterruptedException {
        return ffmpeg().map(ffmpeg ->
                new Encoding(ffmpeg, OutputPlan.parse(job.plan().orElseThrow()), slice, job.source(), folder));
    }

    private synchronized Ffmpeg.Search found() throws InterruptedException {
        Ffmpeg.Search known = found;
        if (known == null) {
            known = search.take();
            found = known;
        }
        return known;
    }
}
