/** Submits many sources, or the files that arrive in folders, a few batches at a time. For library consumers. */
@NullMarked
package io.qmaster.domain.feed;

import org.jspecify.annotations.NullMarked;
