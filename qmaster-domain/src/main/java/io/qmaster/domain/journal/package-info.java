/**
 * A journal in a folder: {@link io.qmaster.domain.journal.FileJournal}, a spool with one file for each submission.
 */
@NullMarked
package io.qmaster.domain.journal;

import org.jspecify.annotations.NullMarked;
