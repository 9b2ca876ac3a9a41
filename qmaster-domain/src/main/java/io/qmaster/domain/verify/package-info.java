/** Judges whether outputs are what their settings and sources promise. */
@NullMarked
package io.qmaster.domain.verify;

import org.jspecify.annotations.NullMarked;
