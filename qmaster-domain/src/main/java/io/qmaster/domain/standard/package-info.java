/** Ports implemented over the JDK alone. */
@NullMarked
package io.qmaster.domain.standard;

import org.jspecify.annotations.NullMarked;
