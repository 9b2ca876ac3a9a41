package io.qmaster.it.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Two measurements in turn, so that other load of the machine affects both in the same way.
 *
 * @param dividends the durations of the first one, by round
 * @param divisors the durations of the second one, by round
 */
record Turns(List<Double> dividends, List<Double> divisors) {
    static Turns of(int rounds, Callable<Double> our, Callable<Double> their) throws Exception {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            theirs.add(their.call());
            ours.add(our.call());
        }
        return new Turns(ours, theirs);
    }

    /** The ratio of the medians. */
    double ratio() {
        return median(dividends) / median(divisors);
    }

    /** Half the distance between the quartiles of both, as a fraction of the medians. */
    double noise() {
        return spread(dividends) + spread(divisors);
    }

    String detail(String unit) {
        return String.format(
                Locale.ROOT,
                "%.1f %s ÷ %.1f %s, %d turns",
                median(dividends),
                unit,
                median(divisors),
                unit,
                dividends.size());
    }

    static double median(List<Double> values) {
        return quantile(values, 0.5);
    }

    private static double spread(List<Double> values) {
        return (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / median(values);
    }

    private static double quantile(List<Double> values, double part) {
        return values.stream().sorted().toList().get((int) (part * (values.size() - 1) + 0.5));
    }
}
