/** Counts and measures what a long-running command does, in the text format of Prometheus. */
@NullMarked
package io.qmaster.cli.metrics;

import org.jspecify.annotations.NullMarked;
