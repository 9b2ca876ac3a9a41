package io.qmaster.simulator.report;

import java.time.Instant;

/** An unusual event. */
record Incident(Instant at, String words) {}
