/**
 * Programs with the command lines of Compressor and Batch Monitor and a simulated Qmaster, for tests of the adapter and
 * of scripts with real processes.
 *
 * <pre>{@code
 * StandIn standIn = StandIn.install(Path.of("/tmp/mac"), StandInGeneration.COMPRESSOR_5_4, Scenario.named("calm"));
 * new ProcessBuilder(standIn.compressor().toString(), "-help").inheritIO().start();
 * }</pre>
 *
 * <p>Their behaviour was observed with the real programs or is documented by Apple; comments name what is assumed.
 */
@NullMarked
package io.qmaster.simulator.standin;

import org.jspecify.annotations.NullMarked;
