/**
 * Defaults for the ports that need nothing but the JDK: real and virtual time, journals, local files, setting files.
 *
 * <p>This is the only package of the domain that touches files, clocks and threads.
 */
@NullMarked
package io.qmaster.domain.standard;

import org.jspecify.annotations.NullMarked;
