/**
 * How the use cases are done. Not part of the interface: everything here may change without notice.
 *
 * <p>Read a batch's way in this order: {@code order}, {@code submit}, {@code watch}, {@code finish}; {@code recover} goes on
 * where a run was interrupted. What is in this package itself is shared by them.
 *
 * <p>No class of this package touches files, clocks, threads or processes; it asks the ports.
 */
@NullMarked
package io.qmaster.domain.internal;

import org.jspecify.annotations.NullMarked;
