package io.qmaster.simulator.report;

import java.time.Instant;

/**
 * Something out of the ordinary.
 *
 * @param at when
 * @param words what
 */
record Incident(Instant at, String words) {}
