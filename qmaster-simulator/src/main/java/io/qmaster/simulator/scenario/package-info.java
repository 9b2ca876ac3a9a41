/**
 * What a simulated Qmaster is like: its clusters, how fast it works, and what goes wrong.
 *
 * <p>A {@link io.qmaster.simulator.scenario.Scenario} is a value, built in Java or read from JSON; the format stands at
 * that class. Several come with the simulator, see {@link io.qmaster.simulator.scenario.Scenario#names()}.
 */
@NullMarked
package io.qmaster.simulator.scenario;

import org.jspecify.annotations.NullMarked;
