/**
 * Makes outputs with ffmpeg: the only package that knows it.
 *
 * <p>{@link io.qmaster.simulator.encode.OutputPlan} is what a setting and the options of a job ask for, {@link
 * io.qmaster.simulator.encode.Ffmpeg} the program that makes it, and {@link io.qmaster.simulator.encode.Encoding} one run.
 */
@NullMarked
package io.qmaster.simulator.encode;

import org.jspecify.annotations.NullMarked;
