/** Submissions of interrupted runs: settles, adopts or gives them up. */
@NullMarked
package io.qmaster.domain.internal.recover;

import org.jspecify.annotations.NullMarked;
