package io.qmaster.simulator.scenario;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The conditions under which a {@link Fault} occurs: all that are given must hold. Immutable and thread-safe.
 *
 * @param from the model time since the start from which it occurs
 *
 * @param until the model time since the start until which it occurs, exclusive
 * @param call only at this call, counted from 1: submissions that reached a cluster, or status queries
 * @param batchName only for batches with a matching name; {@code *} stands for any characters, {@code ?} for one. A
 *     status query has no name and never matches
 * @param probability the probability each time the other conditions hold, 0 to 1
 *
 * @param atMost how often it occurs in total
 */
public record Trigger(
        Optional<Duration> from,
        Optional<Duration> until,
        OptionalLong call,
        Optional<String> batchName,
        OptionalDouble probability,
        OptionalLong atMost) {
    /** Every time. */
    public static final Trigger ALWAYS = new Trigger(
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalLong.empty());

    /** @throws ScenarioException if a part is out of range */
    public Trigger {
        Bounds.duration("/from", from);
        Bounds.duration("/until", until);
        call.ifPresent(number -> Bounds.within("/call", (double) number, 1, 1e15));
        batchName.ifPresent(pattern -> Bounds.notBlank("/batchName", pattern));
        probability.ifPresent(likely -> Bounds.within("/probability", likely, 0, 1));
        atMost.ifPresent(times -> Bounds.within("/atMost", (double) times, 1, 1e15));
    }

    /** Only the first time. */
    public static Trigger once() {
        return ALWAYS.atMost(1);
    }

    /** Only at one call, counted from 1. */
    public static Trigger call(long number) {
        return new Trigger(
                ALWAYS.from,
                ALWAYS.until,
                OptionalLong.of(number),
                ALWAYS.batchName,
                ALWAYS.probability,
                ALWAYS.atMost);
    }

    /** For batches with a matching name; {@code *} stands for any characters, {@code ?} for one. */
    public static Trigger batchName(String pattern) {
        return new Trigger(
                ALWAYS.from, ALWAYS.until, ALWAYS.call, Optional.of(pattern), ALWAYS.probability, ALWAYS.atMost);
    }

    /**
     * At random.
     *
     * @param likely the probability, 0 to 1
     */
    public static Trigger probability(double likely) {
        return new Trigger(
                ALWAYS.from, ALWAYS.until, ALWAYS.call, ALWAYS.batchName, OptionalDouble.of(likely), ALWAYS.atMost);
    }

    /** A copy that occurs at most so many times in total. */
    public Trigger atMost(long times) {
        return new Trigger(from, until, call, batchName, probability, OptionalLong.of(times));
    }

    /** A copy that occurs only within a period of model time since the start. */
    public Trigger between(Duration begin, Duration end) {
        return new Trigger(Optional.of(begin), Optional.of(end), call, batchName, probability, atMost);
    }

    /** Whether all conditions hold, except probability and number of times. */
    public boolean fits(Duration sinceBeginning, long callNumber, Optional<String> name) {
        return from.filter(begin -> sinceBeginning.compareTo(begin) < 0).isEmpty()
                && until.filter(end -> sinceBeginning.compareTo(end) >= 0).isEmpty()
                && (call.isEmpty() || call.getAsLong() == callNumber)
                && (batchName.isEmpty() || name.filter(this::fitsName).isPresent());
    }

    private boolean fitsName(String name) {
        String pattern =
                batchName.orElse("*").codePoints().mapToObj(Trigger::expression).collect(Collectors.joining());
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(name).matches();
    }

    private static String expression(int character) {
        return switch (character) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(Character.toString(character));
        };
    }
}
