/** The {@code qmaster} program. */
@NullMarked
package io.qmaster.cli;

import org.jspecify.annotations.NullMarked;
