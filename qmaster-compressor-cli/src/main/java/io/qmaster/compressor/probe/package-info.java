/** Reads the properties of outputs: FFmpeg's ffprobe as an {@link io.qmaster.domain.port.OutputProbe}. */
@NullMarked
package io.qmaster.compressor.probe;

import org.jspecify.annotations.NullMarked;
