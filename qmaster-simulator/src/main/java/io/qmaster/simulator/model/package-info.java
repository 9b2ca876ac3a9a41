/**
 * Apple Qmaster as a pure discrete-event model: what a client of the engine can observe, and nothing else.
 *
 * <p>{@link io.qmaster.simulator.model.QmasterModel} takes timed {@link io.qmaster.simulator.model.Command}s and lets
 * time pass. It uses no clock, thread or file, and only the randomness of its seed. Its writes to disk are
 * {@link io.qmaster.simulator.model.OutputEffect}s.
 */
@NullMarked
package io.qmaster.simulator.model;

import org.jspecify.annotations.NullMarked;
