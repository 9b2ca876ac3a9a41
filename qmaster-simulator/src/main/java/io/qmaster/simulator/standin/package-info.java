/**
 * Programs that speak the command lines of Compressor and Batch Monitor over a simulated Qmaster, so that whoever drives
 * the real ones can be tested through real processes.
 *
 * <pre>{@code
 * StandIn standIn = StandIn.install(Path.of("/tmp/mac"), StandInGeneration.COMPRESSOR_5_4, Scenario.named("calm"));
 * new ProcessBuilder(standIn.compressor().toString(), "-help").inheritIO().start();
 * }</pre>
 *
 * <p>What they do is what was observed of the real programs or stands in Apple's documentation, with its oddities; where
 * nothing is known, the comment at the place says what was chosen.
 */
@NullMarked
package io.qmaster.simulator.standin;

import org.jspecify.annotations.NullMarked;
