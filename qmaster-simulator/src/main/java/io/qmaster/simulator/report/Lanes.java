package io.qmaster.simulator.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the instances of one node encoded, one lane for each instance. */
final class Lanes {
    private final List<List<Encoding>> lanes = new ArrayList<>();
    private final List<Encoding> encodings;

    Lanes(int instances, List<Encoding> encodings) {
        this.encodings = encodings.stream()
                .sorted(Comparator.comparing(encoding -> encoding.span().from()))
                .toList();
        for (int each = 0; each < instances; each++) {
            lanes.add(new ArrayList<>());
        }
        this.encodings.forEach(this::place);
    }

    List<List<Encoding>> lanes() {
        return lanes;
    }

    /** The total time that its instances were busy. */
    Duration busy() {
        return encodings.stream().map(encoding -> encoding.span().length()).reduce(Duration.ZERO, Duration::plus);
    }

    /** The number of busy instances after each moment at which it changes. */
    Map<Instant, Integer> load() {
        Map<Instant, Integer> changes = new TreeMap<>();
        encodings.forEach(encoding -> {
            changes.merge(encoding.span().from(), 1, Integer::sum);
            changes.merge(encoding.span().until(), -1, Integer::sum);
        });
        Map<Instant, Integer> load = new TreeMap<>();
        int working = 0;
        for (Map.Entry<Instant, Integer> change : changes.entrySet()) {
            working += change.getValue();
            load.put(change.getKey(), working);
        }
        return load;
    }

    private void place(Encoding encoding) {
        lanes.stream()
                .filter(lane -> lane.isEmpty()
                        || !lane.get(lane.size() - 1)
                                .span()
                                .until()
                                .isAfter(encoding.span().from()))
                .findFirst()
                .ifPresent(lane -> lane.add(encoding));
    }
}
