/** Watching batches: polls all batches of a cluster together until each has ended. */
@NullMarked
package io.qmaster.domain.internal.watch;

import org.jspecify.annotations.NullMarked;
