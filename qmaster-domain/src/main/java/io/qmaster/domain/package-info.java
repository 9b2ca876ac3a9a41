/**
 * The API for library consumers: submitting, watching and controlling transcode batches. Nested types are for the same
 * users and as thread-safe as the type around them, unless they say otherwise.
 *
 * <p>Start at {@link io.qmaster.domain.Qmaster}. A {@link io.qmaster.domain.BatchRequest} describes what to encode, a
 * {@link io.qmaster.domain.QmasterBatch} is a submitted batch, and every failure is a
 * {@link io.qmaster.domain.QmasterException}. A backend implements only {@link io.qmaster.domain.port.Backend} and the
 * ports it names.
 *
 * <p>The library logs through {@link java.lang.System.Logger} under the name {@code io.qmaster.domain}: warnings and
 * errors at these levels, and the progress of every batch at level {@code DEBUG}.
 */
@NullMarked
package io.qmaster.domain;

import org.jspecify.annotations.NullMarked;
