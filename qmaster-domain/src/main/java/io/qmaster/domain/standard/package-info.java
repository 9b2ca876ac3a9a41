/**
 * Default implementations of the ports on the JDK: real and virtual time, a journal in memory, local files, setting
 * files.
 *
 * <p>This package and {@code io.qmaster.domain.journal} are the only ones of the domain that access files, clocks and
 * threads.
 */
@NullMarked
package io.qmaster.domain.standard;

import org.jspecify.annotations.NullMarked;
