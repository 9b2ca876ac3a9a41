/**
 * The implementation of the use cases. Not part of the API: everything here may change without notice.
 *
 * <p>The path of a batch leads through the packages {@code order}, {@code submit}, {@code watch} and {@code finish};
 * {@code recover} continues after an interrupted run. This package has the classes that they share.
 *
 * <p>No class of this package accesses files, clocks, threads or processes except through the ports.
 */
@NullMarked
package io.qmaster.domain.internal;

import org.jspecify.annotations.NullMarked;
