/**
 * Runs a scenario with a workload on virtual time, and reports the results.
 *
 * <p>Start at {@link io.qmaster.simulator.report.ScenarioRun}.
 */
@NullMarked
package io.qmaster.simulator.report;

import org.jspecify.annotations.NullMarked;
