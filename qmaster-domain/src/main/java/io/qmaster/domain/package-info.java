/**
 * The vocabulary of transcode batches: what a batch is, what may happen to it, and how it is submitted and watched.
 *
 * <p>Start at {@link io.qmaster.domain.Qmaster}. A {@link io.qmaster.domain.BatchRequest} says what is wanted, a {@link
 * io.qmaster.domain.QmasterBatch} is a submitted batch, and everything that can go wrong is a {@link
 * io.qmaster.domain.QmasterException}. Backends implement {@link io.qmaster.domain.port.Backend} and nothing else.
 *
 * <p>The library logs through {@link java.lang.System.Logger} under the name {@code io.qmaster.domain}: warnings and errors as
 * such, and the course of every batch at level {@code DEBUG}.
 */
@NullMarked
package io.qmaster.domain;

import org.jspecify.annotations.NullMarked;
