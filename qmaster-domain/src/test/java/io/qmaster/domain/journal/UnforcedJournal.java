package io.qmaster.domain.journal;

import io.qmaster.domain.standard.WallClock;
import java.nio.file.Path;

/** Journals that force nothing to disk, for tests between processes that do not need it. */
public final class UnforcedJournal {
    private UnforcedJournal() {}

    /** A journal in a folder. */
    public static FileJournal in(Path folder) {
        return new FileJournal(new Unforced(folder), new WallClock(), Locking.OF_THE_SYSTEM);
    }

    private static final class Unforced extends JournalFolder {
        Unforced(Path path) {
            super(path);
        }

        @Override
        void force(Path file) {}

        @Override
        void forceNames(Path folder) {}
    }
}
