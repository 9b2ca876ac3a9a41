/**
 * The configuration of a simulated Qmaster: clusters, durations and faults.
 *
 * <p>A {@link io.qmaster.simulator.scenario.Scenario} is a value, built in Java or read from JSON; its Javadoc
 * describes the format. Several come with the simulator, see {@link io.qmaster.simulator.scenario.Scenario#names()}.
 */
@NullMarked
package io.qmaster.simulator.scenario;

import org.jspecify.annotations.NullMarked;
