/**
 * A JUnit extension (5 or 6) for tests of programs that use Qmaster: a simulated engine for each test, on virtual time.
 *
 * <p>Start at {@link io.qmaster.simulator.junit.SimulatedQmaster}. Only this package needs {@code junit-jupiter-api}.
 */
@NullMarked
package io.qmaster.simulator.junit;

import org.jspecify.annotations.NullMarked;
