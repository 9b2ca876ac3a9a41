/** Batches under watch: one query for all batches of a cluster, again and again, until each has ended. */
@NullMarked
package io.qmaster.domain.internal.watch;

import org.jspecify.annotations.NullMarked;
