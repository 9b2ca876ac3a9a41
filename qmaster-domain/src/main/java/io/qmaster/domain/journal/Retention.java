package io.qmaster.domain.journal;

import io.qmaster.domain.SubmissionId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes submissions that ended long ago. A clock can be wrong, so the current date alone is not sufficient: the days
 * of submissions are recorded, and ages are calculated from the earliest of the last {@value #AGREEING} recorded days.
 * Only a call that submits deletes, and only some at a time. Thread-safe.
 */
final class Retention {
    /** The minimum time that a submission is kept after the day of its end. */
    static final Period KEPT = Period.ofDays(30);

    private static final int AGREEING = 3;
    private static final int MOST_AT_ONCE = 100;
    private static final int TAIL = 1 << 10;

    private final JournalFolder folder;
    private final Spool spool;
    private final Forgetting forgetting;
    private final Path days;
    private @Nullable LocalDate noted;
    private boolean more;

    /** Deletes one submission. */
    interface Forgetting {
        void forget(SubmissionId submission) throws IOException;
    }

    Retention(JournalFolder folder, Spool spool, Forgetting forgetting) {
        this.folder = folder;
        this.spool = spool;
        this.forgetting = forgetting;
        this.days = folder.resolve("days");
    }

    /**
     * Records the date of a call that submits, and deletes some of what is too old.
     *
     * @return whether this object has not recorded the date before
     */
    synchronized boolean seen(LocalDate today) throws IOException {
        boolean isNew = !today.equals(noted);
        if (isNew) {
            note(today);
            noted = today;
        }
        if (isNew || more) {
            more = forget();
        }
        return isNew;
    }

    private void note(LocalDate today) throws IOException {
        List<LocalDate> known = noted();
        if (known.isEmpty() || !known.get(known.size() - 1).equals(today)) {
            folder.makeFileIfMissing(days);
            folder.append(days, today.toString());
        }
    }

    /** Deletes some, and returns whether there are more. */
    private boolean forget() throws IOException {
        List<LocalDate> known = noted();
        if (known.size() < AGREEING) {
            return false;
        }
        LocalDate date = known.subList(known.size() - AGREEING, known.size()).stream()
                .min(Comparator.naturalOrder())
                .orElseThrow();
        int left = MOST_AT_ONCE;
        for (LocalDate day : spool.days()) {
            if (day.isBefore(date.minus(KEPT))) {
                for (SubmissionId submission : spool.endedOn(day)) {
                    if (left-- == 0) {
                        return true;
                    }
                    forgetting.forget(submission);
                }
                spool.removeDay(day);
            }
        }
        return false;
    }

    private List<LocalDate> noted() throws IOException {
        List<LocalDate> all = new ArrayList<>();
        try {
            for (String line : folder.read(days, TAIL).split("\n", -1)) {
                if (!line.isEmpty()) {
                    try {
                        all.add(LocalDate.parse(line));
                    } catch (DateTimeException torn) {
                        // The start of the line was not read.
                    }
                }
            }
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return all;
    }
}
