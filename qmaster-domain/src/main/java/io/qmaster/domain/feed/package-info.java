/** For library consumers: feeds an engine with many sources, a few batches at a time. */
@NullMarked
package io.qmaster.domain.feed;

import org.jspecify.annotations.NullMarked;
