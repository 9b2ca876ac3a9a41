/** Drives Apple Compressor through its command lines. */
@NullMarked
package io.qmaster.compressor;

import org.jspecify.annotations.NullMarked;
