/** What the domain asks of the world outside: an engine, a clock, files, a journal. */
@NullMarked
package io.qmaster.domain.port;

import org.jspecify.annotations.NullMarked;
