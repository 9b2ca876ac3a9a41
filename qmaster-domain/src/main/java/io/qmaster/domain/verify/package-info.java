/** For library consumers: verifies that outputs match their settings and sources. */
@NullMarked
package io.qmaster.domain.verify;

import org.jspecify.annotations.NullMarked;
