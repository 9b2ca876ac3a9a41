package io.qmaster.domain.feed;

import io.qmaster.domain.DestinationException;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.RequestIdTakenException;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.SubmissionException;

/** Classifies failed submissions by what they say about their sources. */
final class Refusal {
    /** When the engine refuses this many sources in a row, it refuses everything. */
    static final int MOST_IN_A_ROW = 10;

    /** The codes of failures that are found at a destination but do not concern a source. */
    private static final String VOLUME_FULL = "VOLUME_FULL";

    private Refusal() {}

    /** Whether the engine may have the batch. */
    static boolean isUnknown(QmasterException why) {
        return why.fate().filter(fate -> fate != QueueFate.NOT_QUEUED).isPresent();
    }

    /** Whether a source caused it; otherwise every source would fail. */
    static boolean concernsSources(QmasterException why) {
        return isFoundBefore(why) || why instanceof SubmissionException || why instanceof RequestIdTakenException;
    }

    /** Whether it is found before the engine is called, by inspecting files. */
    static boolean isFoundBefore(QmasterException why) {
        return (why instanceof SourceFileException
                        || why instanceof DestinationException
                        || why instanceof SettingFileException)
                && !why.code().equals(VOLUME_FULL);
    }
}
