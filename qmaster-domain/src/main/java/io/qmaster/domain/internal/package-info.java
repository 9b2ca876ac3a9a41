/**
 * How the use cases are done. Not part of the interface: everything here may change without notice.
 *
 * <p>No class of this package touches files, clocks, threads or processes; it asks the ports.
 */
@NullMarked
package io.qmaster.domain.internal;

import org.jspecify.annotations.NullMarked;
