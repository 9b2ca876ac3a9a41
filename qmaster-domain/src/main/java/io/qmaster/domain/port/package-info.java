/**
 * The ports: what a backend implements, and what the domain asks of files, time and memory.
 *
 * <p>Every blocking method takes a {@link io.qmaster.domain.port.Deadline}, returns within it plus one second, throws
 * {@link InterruptedException} when its thread is interrupted, and may be called by several threads at once. The
 * published {@code BackendContract} test proves these promises for a backend.
 */
@NullMarked
package io.qmaster.domain.port;

import org.jspecify.annotations.NullMarked;
