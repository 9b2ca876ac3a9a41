/** The Batch Monitor as a live web page: a small HTTP server that shows the batches, and controls them. */
@NullMarked
package io.qmaster.cli.monitor;

import org.jspecify.annotations.NullMarked;
