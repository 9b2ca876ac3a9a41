/** From an order to the engine: claimed in the journal, tried, and settled if the engine did not answer. */
@NullMarked
package io.qmaster.domain.internal.submit;

import org.jspecify.annotations.NullMarked;
