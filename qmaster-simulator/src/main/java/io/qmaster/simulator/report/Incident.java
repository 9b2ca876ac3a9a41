package io.qmaster.simulator.report;

import java.time.Instant;

/**
 * An unusual event.
 *
 * @param at its time
 * @param words its description
 */
record Incident(Instant at, String words) {}
