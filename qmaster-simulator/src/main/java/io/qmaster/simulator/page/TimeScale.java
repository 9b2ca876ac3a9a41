package io.qmaster.simulator.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Maps times to horizontal positions on the page, in per cent. Shows times since the beginning, or those of the clock in a time
 * zone. Immutable and thread-safe.
 */
public final class TimeScale {
    private static final int MOST_TICKS = 8;

    /** The minimum visible width. */
    private static final double NARROWEST = 0.12;

    /** The width of a letter of a block, in per cent of the narrowest supported window. */
    private static final double LETTER = 1;

    private static final double NEAR_END = 94;

    private static final double AROUND_WORDS = 1.5;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH);

    private static final List<Duration> STEPS = Stream.of(
                    "PT0.1S", "PT0.2S", "PT0.5S", "PT1S", "PT2S", "PT5S", "PT10S", "PT15S", "PT30S", "PT1M", "PT2M",
                    "PT5M", "PT10M", "PT15M", "PT30M", "PT1H", "PT2H", "PT3H", "PT6H", "PT12H", "P1D", "P2D", "P7D",
                    "P14D", "P30D", "P90D", "P365D", "P3650D")
            .map(Duration::parse)
            .toList();

    private final Instant begin;
    private final long millis;
    private final Optional<ZoneId> zone;

    private TimeScale(Instant begin, Duration length, Optional<ZoneId> zone) {
        this.begin = begin;
        this.millis = Math.max(1, length.toMillis());
        this.zone = zone;
    }

    /** Shows times since the beginning. */
    public static TimeScale sinceBegin(Instant begin, Duration length) {
        return new TimeScale(begin, length, Optional.empty());
    }

    /** Shows the times of the clock. */
    public static TimeScale ofClock(Instant begin, Duration length, ZoneId zone) {
        return new TimeScale(begin, length, Optional.of(zone));
    }

    /** The position of a moment, within the page. */
    public String x(Instant moment) {
        return percent(inside(moment));
    }

    /** The width of a span, at least the minimum visible width. */
    public String width(Span span) {
        return percent(Math.max(NARROWEST, inside(span.until()) - inside(span.from())));
    }

    /** Whether a text fits into a span. */
    public boolean fits(String words, Span span) {
        return place(span.until()) - place(span.from()) >= AROUND_WORDS + LETTER * words.length();
    }

    /** The position of a moment in thousandths, for paths. */
    public String thousandths(Instant moment) {
        return plain(10 * place(moment));
    }

    /** The moments of the grid lines. */
    List<Instant> ticks() {
        return moments(step(MOST_TICKS));
    }

    /** The beginnings of the periods in which something is counted, and the end of the last one. */
    List<Instant> periods(int most) {
        Duration step = step(most);
        List<Instant> inside = moments(step);
        Instant first = inside.isEmpty() || inside.get(0).isAfter(begin)
                ? (inside.isEmpty() ? begin : inside.get(0).minus(step))
                : inside.get(0);
        long number =
                (Duration.between(first, begin.plusMillis(millis)).toMillis() + step.toMillis() - 1) / step.toMillis();
        return LongStream.rangeClosed(0, Math.max(1, number))
                .mapToObj(each -> first.plus(step.multipliedBy(each)))
                .toList();
    }

    private Duration step(int most) {
        return STEPS.stream()
                .filter(each -> millis / each.toMillis() <= most)
                .findFirst()
                .orElseGet(() -> {
                    Duration decade = STEPS.get(STEPS.size() - 1);
                    return decade.multipliedBy(millis / decade.toMillis() / most + 1);
                });
    }

    /** The moments inside at which a step is complete, counted from the beginning or from a midnight. */
    private List<Instant> moments(Duration step) {
        Instant origin = zone.map(this::midnight).orElse(begin);
        long first = (Duration.between(origin, begin).toMillis() + step.toMillis() - 1) / step.toMillis();
        return LongStream.iterate(first, each -> each + 1)
                .mapToObj(each -> origin.plus(step.multipliedBy(each)))
                .takeWhile(each -> !each.isAfter(begin.plusMillis(millis)))
                .toList();
    }

    private Instant midnight(ZoneId here) {
        return begin.atZone(here).toLocalDate().atStartOfDay(here).toInstant();
    }

    boolean isNearEnd(Instant moment) {
        return place(moment) > NEAR_END;
    }

    /** The text at a grid line. */
    String mark(Instant tick) {
        return zone.map(here -> mark(tick.atZone(here))).orElseGet(() -> Words.mark(Duration.between(begin, tick)));
    }

    private static String mark(ZonedDateTime tick) {
        boolean isMidnight = tick.toLocalTime().toSecondOfDay() == 0;
        return (isMidnight ? DAY : CLOCK).format(tick);
    }

    /** A moment for people. */
    public String moment(Instant moment) {
        return zone.map(here -> MOMENT.format(moment.atZone(here)))
                .orElseGet(() -> Words.time(Duration.between(begin, moment)));
    }

    /** When something happened, in a sentence. */
    String at(Instant moment) {
        return (zone.isPresent() ? "at " : "after ") + moment(moment);
    }

    /** The position of a moment in per cent, within the page. */
    private double inside(Instant moment) {
        return Math.min(100, Math.max(0, place(moment)));
    }

    private double place(Instant moment) {
        return 100.0 * Duration.between(begin, moment).toMillis() / millis;
    }

    static String percent(double number) {
        return plain(number) + "%";
    }

    /** A number with at most three decimals, without an exponent, in every locale. */
    public static String plain(double number) {
        BigDecimal rounded = BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
