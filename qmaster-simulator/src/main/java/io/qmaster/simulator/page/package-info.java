/**
 * The page about many batches over time: of a run of a scenario, or of the nights that a journal remembers. Knows neither the
 * model nor scenarios.
 *
 * <p>For the modules of this project.
 */
@NullMarked
package io.qmaster.simulator.page;

import org.jspecify.annotations.NullMarked;
