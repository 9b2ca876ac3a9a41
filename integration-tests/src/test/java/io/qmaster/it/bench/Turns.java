package io.qmaster.it.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Two things measured by turns, so that whatever else the machine does meets both alike.
 *
 * @param dividends what each round of the one took
 * @param divisors what each round of the other took
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

    /** The one median by the other. */
    double ratio() {
        return median(dividends) / median(divisors);
    }

    /** Half the distance between the quartiles, of both, as a part of the medians. */
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
