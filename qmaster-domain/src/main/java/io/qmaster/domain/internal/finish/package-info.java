/** After the engine is done with a batch: outputs are looked for, checked, and moved to their place. */
@NullMarked
package io.qmaster.domain.internal.finish;

import org.jspecify.annotations.NullMarked;
