/**
 * A deterministic Qmaster for machines without one: behaves as the engine does, and encodes nothing.
 *
 * <p>Start at {@link io.qmaster.simulator.Simulator}: on virtual time for tests, in a directory for programs. What the
 * simulated engine is like is a {@link io.qmaster.simulator.scenario.Scenario}.
 *
 * <p><strong>The content of an output is a copy of its source.</strong> It appears as the real engine writes it: with 0
 * bytes when the job begins, whole when the job is done, and not at all after the batch was cancelled. An image sequence
 * is a folder with a few frames, each a copy of the source.
 *
 * <p>The three classes that implement the ports are small and meant to be read by whoever writes another backend: {@link
 * io.qmaster.simulator.SimulatedEngine}, {@link io.qmaster.simulator.SimulatedStatus}, {@link
 * io.qmaster.simulator.SimulatedSettings}.
 */
@NullMarked
package io.qmaster.simulator;

import org.jspecify.annotations.NullMarked;
