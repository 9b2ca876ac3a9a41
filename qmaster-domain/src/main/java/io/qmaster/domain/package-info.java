/** Transcode batches for Apple Qmaster: values, use cases and failures. */
@NullMarked
package io.qmaster.domain;

import org.jspecify.annotations.NullMarked;
