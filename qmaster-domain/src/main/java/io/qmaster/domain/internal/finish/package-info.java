/** After a batch has ended in the engine: finds, checks and publishes its outputs. */
@NullMarked
package io.qmaster.domain.internal.finish;

import org.jspecify.annotations.NullMarked;
