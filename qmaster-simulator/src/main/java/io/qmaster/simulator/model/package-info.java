/**
 * Apple Qmaster as a pure discrete-event model: what a client of the engine can observe, and nothing else.
 *
 * <p>{@link io.qmaster.simulator.model.QmasterModel} takes timed {@link io.qmaster.simulator.model.Command}s and lets time
 * pass. It knows no clock, no thread, no file and no randomness but that of its seed. What it would write to disk it tells
 * as {@link io.qmaster.simulator.model.OutputEffect}s.
 */
@NullMarked
package io.qmaster.simulator.model;

import org.jspecify.annotations.NullMarked;
