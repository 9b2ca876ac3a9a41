/**
 * The ports: what authors of backends, journals, probes and timekeepers implement.
 *
 * <p>Every blocking method takes a {@link io.qmaster.domain.port.Deadline}, returns within it plus one second, throws
 * {@link InterruptedException} when its thread is interrupted, and may be called by several threads at once. The
 * published {@code BackendContract} tests check this for a backend, {@code JournalContract} for a journal.
 */
@NullMarked
package io.qmaster.domain.port;

import org.jspecify.annotations.NullMarked;
