/** From an order to the engine: claims it in the journal, attempts it, and settles it if the engine did not answer. */
@NullMarked
package io.qmaster.domain.internal.submit;

import org.jspecify.annotations.NullMarked;
