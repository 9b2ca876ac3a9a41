package io.qmaster.it.bench;

import io.qmaster.compressor.StatusAnswer;
import io.qmaster.compressor.UnreadableAnswerException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The cost of an answer of the monitor, by the number of batches that it shows. */
@State(Scope.Benchmark)
public class StatusBenchmark {
    static final String LEGACY = """
            <batchStatus name="reel %1$d "night" – Großer Saal" submissionTime="04.11.22, 19:02" sentBy="editor" \
            jobType="Compressor" priority="HighPriority" timeElapsed="41 Sekunden" timeRemaining="" \
            timeElapsedSeconds="41" timeRemainingSeconds="0" percentComplete="28" resumePercentComplete="" \
            status="Processing" batchid="%2$s" /batchStatus>
            <jobStatus name="reel %1$d.mov" submissionTime="04.11.22, 19:02" sentBy="editor" jobType="Compressor" \
            priority="HighPriority" timeElapsed="41 Sekunden" timeRemaining="" timeElapsedSeconds="41" \
            timeRemainingSeconds="0" percentComplete="28" resumePercentComplete="" status="Processing" \
            jobid="JOB-%1$d" batchid="%2$s" /jobStatus>
            """;

    static final String JSON_BATCH = """
            {"batchStatus" : {"name" : "reel %1$d", "submissionTime" : "2026. 10. 01., 20:30:55", "sentBy" : "editor", \
            "jobType" : "Compressor", "priority" : "MediumPriority", "timeElapsedSeconds" : 8, \
            "timeRemainingSeconds" : 24, "percentComplete" : 25, "status" : "Processing", "batchid" : "%2$s", \
            "jobs" : [ {"jobStatus" : {"name" : "reel %1$d.mov", "status" : "Processing", "percentComplete" : 25, \
            "jobid" : "JOB-%1$d", "batchid" : "%2$s"}} ]}}""";

    private static final String JSON = "[ " + JSON_BATCH + " ]\n";

    /** The number of batches that the answer shows. */
    @Param({"20", "2000"})
    private int size;

    private String legacy = "";
    private String json = "";

    /** Writes the answers. */
    @Setup
    public void write() {
        legacy = repeated(LEGACY);
        json = repeated(JSON);
    }

    private String repeated(String one) {
        return IntStream.range(0, size)
                .mapToObj(number -> one.formatted(number, String.format("6F0D3C3E-0000-4000-8000-%012X", number)))
                .collect(Collectors.joining());
    }

    /** The markup of Final Cut Studio and Compressor 4. */
    @Benchmark
    public int legacy() throws UnreadableAnswerException {
        return StatusAnswer.parse(legacy).batchIds().size();
    }

    /** The arrays of Compressor 5. */
    @Benchmark
    public int json() throws UnreadableAnswerException {
        return StatusAnswer.parse(json).batchIds().size();
    }
}
