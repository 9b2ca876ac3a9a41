package io.qmaster.domain.feed;

import io.qmaster.domain.DestinationException;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.RequestIdTakenException;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.SubmissionException;

/** What a failed submission says about its sources. */
final class Refusal {
    /** When the engine refuses this many sources in a row, it refuses everything. */
    static final int MOST_IN_A_ROW = 10;

    /** Says nothing about a source, although it is found at its destination. */
    private static final String VOLUME_FULL = "VOLUME_FULL";

    private Refusal() {}

    /** Whether the engine may have the batch. */
    static boolean isUnknown(QmasterException why) {
        return why.fate().filter(fate -> fate != QueueFate.NOT_QUEUED).isPresent();
    }

    /** Whether a source is to blame; otherwise every source would fail. */
    static boolean concernsSources(QmasterException why) {
        return isFoundBefore(why) || why instanceof SubmissionException || why instanceof RequestIdTakenException;
    }

    /** Whether it is found before the engine is called, by looking at files. */
    static boolean isFoundBefore(QmasterException why) {
        return (why instanceof SourceFileException
                        || why instanceof DestinationException
                        || why instanceof SettingFileException)
                && !why.code().equals(VOLUME_FULL);
    }
}
