package io.qmaster.simulator.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Maps the times of a run to horizontal positions on the page, in per cent. */
final class TimeScale {
    private static final int MOST_TICKS = 8;

    /** The minimum visible width. */
    private static final double NARROWEST = 0.12;

    /** The width of a letter of a block, in per cent of the narrowest supported window. */
    private static final double LETTER = 1;

    private static final double AROUND_WORDS = 1.5;

    private static final List<Duration> STEPS = Stream.of(
                    "PT0.1S", "PT0.2S", "PT0.5S", "PT1S", "PT2S", "PT5S", "PT10S", "PT15S", "PT30S", "PT1M", "PT2M",
                    "PT5M", "PT10M", "PT15M", "PT30M", "PT1H", "PT2H", "PT3H", "PT6H", "PT12H", "P1D", "P2D", "P7D",
                    "P14D", "P30D", "P90D", "P365D", "P3650D")
            .map(Duration::parse)
            .toList();

    private final Instant begin;
    private final long millis;

    TimeScale(Instant begin, Duration length) {
        this.begin = begin;
        this.millis = Math.max(1, length.toMillis());
    }

    /** The position of a moment. */
    String x(Instant moment) {
        return percent(place(moment));
    }

    /** The width of a span, at least the minimum visible width. */
    String width(Span span) {
        return percent(Math.max(NARROWEST, place(span.until()) - place(span.from())));
    }

    /** Whether a text fits into a span. */
    boolean fits(String words, Span span) {
        return place(span.until()) - place(span.from()) >= AROUND_WORDS + LETTER * words.length();
    }

    /** The position of a moment in thousandths, for paths. */
    String thousandths(Instant moment) {
        return plain(10 * place(moment));
    }

    /** The times of the grid lines, since the start. */
    List<Duration> ticks() {
        long step = STEPS.stream()
                .mapToLong(Duration::toMillis)
                .filter(each -> millis / each <= MOST_TICKS)
                .findFirst()
                .orElseGet(() -> {
                    long decade = STEPS.get(STEPS.size() - 1).toMillis();
                    return decade * (millis / decade / MOST_TICKS + 1);
                });
        return LongStream.rangeClosed(0, millis / step)
                .mapToObj(each -> Duration.ofMillis(each * step))
                .toList();
    }

    /** The position of a time since the start. */
    String x(Duration sinceBegin) {
        return x(begin.plus(sinceBegin));
    }

    Duration sinceBegin(Instant moment) {
        return Duration.between(begin, moment);
    }

    private double place(Instant moment) {
        return 100.0 * sinceBegin(moment).toMillis() / millis;
    }

    private static String percent(double number) {
        return plain(number) + "%";
    }

    /** A number with at most three decimals, without an exponent, in every locale. */
    static String plain(double number) {
        BigDecimal rounded = BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
