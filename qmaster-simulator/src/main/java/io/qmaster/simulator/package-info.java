/** A deterministic Qmaster for machines without one. */
@NullMarked
package io.qmaster.simulator;

import org.jspecify.annotations.NullMarked;
