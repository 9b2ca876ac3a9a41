package io.qmaster.it.bench;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How time and memory grow with what there is to do, as ratios within one run: {@code mvn verify -Pbenchmarks -pl
 * integration-tests -am}. Not {@code mvn test}, since a simulator keeps snapshots only if it comes out of a jar. Nothing is
 * asserted, which would make a test of the machine; a ratio far above that of the sizes is a fault.
 */
class Benchmarks {
    @Test
    void ratiosAreTold() throws RunnerException {
        Map<String, List<RunResult>> pairs = new LinkedHashMap<>();
        new Runner(new OptionsBuilder()
                        .include(getClass().getPackageName() + ".*")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.MICROSECONDS)
                        .shouldFailOnError(true)
                        .forks(1)
                        // Not those of a test, which has no use for the slower compiler.
                        .jvmArgs("-Xmx1g", "-Dfile.encoding=UTF-8")
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .build())
                .run()
                .forEach(result -> pairs.merge(result.getParams().getBenchmark(), List.of(result), Benchmarks::joined));
        pairs.forEach((benchmark, results) -> System.out.println(compared(benchmark, results)));
    }

    private static List<RunResult> joined(List<RunResult> some, List<RunResult> more) {
        return Stream.concat(some.stream(), more.stream())
                .sorted(Comparator.comparingInt(Benchmarks::size))
                .toList();
    }

    private static String compared(String benchmark, List<RunResult> results) {
        RunResult small = results.get(0);
        RunResult large = results.get(results.size() - 1);
        return String.format(
                Locale.ROOT,
                "%s: %d instead of %d, %.0f times as many, take %.1f times as long and %.1f times the memory",
                benchmark.replaceAll("^.*\\.(?=[^.]+\\.[^.]+$)", ""),
                size(large),
                size(small),
                (double) size(large) / size(small),
                time(large) / time(small),
                memory(large) / memory(small));
    }

    private static int size(RunResult result) {
        return Integer.parseInt(result.getParams().getParam("size"));
    }

    private static double time(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static double memory(RunResult result) {
        String allocated = result.getSecondaryResults().keySet().stream()
                .filter(name -> name.endsWith("gc.alloc.rate.norm"))
                .findFirst()
                .orElseThrow();
        return result.getSecondaryResults().get(allocated).getScore();
    }
}
