/**
 * For tests of programs that use Qmaster, with JUnit 5 or 6: a simulated one for each test, on virtual time.
 *
 * <p>Start at {@link io.qmaster.simulator.junit.SimulatedQmaster}. It needs {@code junit-jupiter-api}, which nothing else of this
 * module does.
 */
@NullMarked
package io.qmaster.simulator.junit;

import org.jspecify.annotations.NullMarked;
