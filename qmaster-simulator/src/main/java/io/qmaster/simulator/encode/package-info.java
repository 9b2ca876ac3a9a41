/**
 * Encodes outputs with ffmpeg: the only package that uses it.
 *
 * <p>{@link io.qmaster.simulator.encode.OutputPlan} contains the setting and the options of a job,
 * {@link io.qmaster.simulator.encode.Ffmpeg} is the program that encodes it, and
 * {@link io.qmaster.simulator.encode.Encoding} one run. {@link io.qmaster.simulator.encode.LeftEncoders} ends
 * the runs of a process that was killed.
 */
@NullMarked
package io.qmaster.simulator.encode;

import org.jspecify.annotations.NullMarked;
