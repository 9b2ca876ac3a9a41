/** What an interrupted run left open: settled, adopted, or given up on the word of the user. */
@NullMarked
package io.qmaster.domain.internal.recover;

import org.jspecify.annotations.NullMarked;
