package io.qmaster.simulator.scenario;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * When a fault strikes: every condition that is given must hold. Immutable; the methods that take an argument copy.
 *
 * @param from not before so much model time has passed since the beginning
 * @param until not from so much model time on
 * @param call at this call only, counted from 1: submissions that reached a cluster, or questions for status
 * @param batchName only for batches with such a name; {@code *} stands for any characters, {@code ?} for one. A question
 *     for status has no name, so that it never fits
 * @param probability how likely it is each time the other conditions hold, 0 to 1
 * @param atMost how often it strikes in all
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

    /** The first time only. */
    public static Trigger once() {
        return ALWAYS.atMost(1);
    }

    /** At one call only, counted from 1. */
    public static Trigger call(long number) {
        return new Trigger(
                ALWAYS.from,
                ALWAYS.until,
                OptionalLong.of(number),
                ALWAYS.batchName,
                ALWAYS.probability,
                ALWAYS.atMost);
    }

    /** For batches with such a name; {@code *} stands for any characters, {@code ?} for one. */
    public static Trigger batchName(String pattern) {
        return new Trigger(
                ALWAYS.from, ALWAYS.until, ALWAYS.call, Optional.of(pattern), ALWAYS.probability, ALWAYS.atMost);
    }

    /** Now and then. */
    public static Trigger probability(double likely) {
        return new Trigger(
                ALWAYS.from, ALWAYS.until, ALWAYS.call, ALWAYS.batchName, OptionalDouble.of(likely), ALWAYS.atMost);
    }

    /** The same, so many times in all. */
    public Trigger atMost(long times) {
        return new Trigger(from, until, call, batchName, probability, OptionalLong.of(times));
    }

    /** The same, only within some model time since the beginning. */
    public Trigger between(Duration begin, Duration end) {
        return new Trigger(Optional.of(begin), Optional.of(end), call, batchName, probability, atMost);
    }

    /** Whether everything but probability and number of times holds. */
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
