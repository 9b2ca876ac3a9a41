/**
 * A deterministic, simulated Qmaster, which behaves as the engine does.
 *
 * <p>Start at {@link io.qmaster.simulator.Simulator}: on virtual time for tests, in a directory for programs. A
 * {@link io.qmaster.simulator.scenario.Scenario} configures the engine.
 *
 * <p><strong>By default, an output is a copy of its source.</strong> {@link io.qmaster.simulator.OutputMaker} selects
 * encoding with ffmpeg instead. An output is written as by the real engine: it has 0 bytes when the job starts, is
 * complete when the job is done, and is deleted if the batch is cancelled. A copied image sequence is a folder with a
 * few frames, each a copy of the source.
 *
 * <p>The three classes that implement the ports are small examples for authors of another backend:
 * {@link io.qmaster.simulator.SimulatedEngine}, {@link io.qmaster.simulator.SimulatedStatus},
 * {@link io.qmaster.simulator.SimulatedSettings}.
 */
@NullMarked
package io.qmaster.simulator;

import org.jspecify.annotations.NullMarked;
