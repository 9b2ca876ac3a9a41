package io.qmaster.domain.journal;

import io.qmaster.domain.Failure;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.SubmissionId;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The failures of a journal in a folder, with messages and hints. */
final class JournalFailures {
    private final Path folder;

    JournalFailures(Path folder) {
        this.folder = folder;
    }

    /** Something could not be read. */
    JournalException unreadable(Exception failed) {
        return known(failed)
                .map(JournalException::new)
                .orElseGet(() -> new JournalException(Failure.withoutSubmission(
                                "JOURNAL_UNREADABLE", "reading the journal " + folder + " failed: " + reason(failed))
                        .hint(hint(failed, "make its files readable, or choose another folder for the journal"))
                        .because(failed)));
    }

    /** Something could not be written. */
    JournalException unwritable(String what, QueueFate fate, Exception failed) {
        return known(failed)
                .map(failure -> new JournalException(failure.fate(fate)))
                .orElseGet(() -> new JournalException(unknown(what, fate, failed)));
    }

    private Failure unknown(String what, QueueFate fate, Exception failed) {
        boolean isFull = isFull(failed);
        Failure failure = Failure.withoutSubmission(
                        isFull ? "JOURNAL_VOLUME_FULL" : "JOURNAL_UNWRITABLE",
                        what + " (" + folder + ") failed: " + reason(failed))
                .hint(hint(failed, "make sure that you may write there, or choose another folder for the journal"))
                .fate(fate)
                .because(failed);
        return isFull && fate == QueueFate.NOT_QUEUED ? failure.worthRetrying() : failure;
    }

    private static boolean isFull(Exception failed) {
        String reason = reason(failed).toLowerCase(Locale.ROOT);
        return reason.contains("no space") || reason.contains("quota");
    }

    /** A record that this program wrote is missing. */
    JournalException vanished(SubmissionId submission) {
        return new JournalException(vanished("the journal in " + folder + " no longer contains the submission "
                        + submission + ": it was deleted or replaced while it was in use")
                .fate(QueueFate.UNKNOWN)
                .of(submission));
    }

    /** A submission has no intention. */
    JournalException entryMissing(SubmissionId submission) {
        return new JournalException(Failure.withoutSubmission(
                        "JOURNAL_ENTRY_MISSING", "the journal in " + folder + " contains no intention of " + submission)
                .hint("check whether the journal was deleted or replaced by an older copy")
                .fate(QueueFate.UNKNOWN)
                .of(submission));
    }

    private Optional<Failure> known(Exception failed) {
        @Nullable Failure failure = null;
        if (failed instanceof Identity.VanishedException) {
            failure = vanished(failed.getMessage() + " while it was in use");
        } else if (failed instanceof Identity.OlderFormatException) {
            failure = Failure.withoutSubmission(
                            "JOURNAL_TOO_OLD", failed.getMessage() + ", which this version does not read")
                    .hint("recover what is open with that version, then move the file away; or choose"
                            + " another folder for the journal");
        } else if (failed instanceof JournalFolder.UnsafeException) {
            failure = Failure.withoutSubmission(
                            "JOURNAL_UNSAFE", "the journal cannot be trusted: " + failed.getMessage())
                    .hint(
                            "check whether it was changed, and remove that permission (chmod o-w), or choose another folder"
                                    + " for the journal");
        } else if (failed instanceof History.NewerFormatException newer) {
            failure = Failure.withoutSubmission(
                            "JOURNAL_TOO_NEW",
                            "the journal in " + folder + " contains a record of format " + newer.version()
                                    + ", and this program understands formats up to " + RecordFormat.VERSION)
                    .hint("use the newer program that wrote it, or choose another folder for the journal");
        } else if (failed instanceof Claims.UnreadableClaimantException) {
            failure = Failure.withoutSubmission("JOURNAL_UNREADABLE", String.valueOf(failed.getMessage()))
                    .hint(hint(failed, ""));
        } else if (failed instanceof InvalidPathException) {
            failure = Failure.withoutSubmission(
                            "JOURNAL_UNREADABLE",
                            "the journal in " + folder + " contains a path that this process cannot express: "
                                    + failed.getMessage())
                    .hint("run the program with a UTF-8 locale, for example LC_ALL=en_US.UTF-8");
        }
        return Optional.ofNullable(failure).map(found -> found.because(failed));
    }

    private static Failure vanished(String message) {
        return Failure.withoutSubmission("JOURNAL_VANISHED", message)
                .hint("check the engine's queue for what was submitted, put the journal back if you have it, and start"
                        + " the program again");
    }

    /** The hint for a cause, or the given one for other causes. */
    private static String hint(Exception failed, String otherwise) {
        if (failed instanceof SpoiltFileException spoilt) {
            return spoilt.hint();
        }
        if (failed instanceof Claims.UnreadableClaimantException unread) {
            return unread.hint();
        }
        if (failed instanceof AccessDeniedException) {
            return "give this user the permission (chown, chmod), or choose another folder for the journal";
        }
        String reason = reason(failed).toLowerCase(Locale.ROOT);
        if (isFull(failed) || reason.contains("file too large")) {
            return "free space on its disk, or choose another folder for the journal";
        }
        if (reason.contains("read-only")) {
            return "its file system is read-only: choose another folder for the journal, or make it writable";
        }
        return otherwise;
    }

    private static String reason(Exception failed) {
        if (failed instanceof FileSystemException known && known.getReason() != null) {
            return known.getFile() + ": " + known.getReason();
        }
        String message = failed.getMessage() == null ? "no reason was given" : failed.getMessage();
        // The JDK gives these no message except the path.
        if (failed instanceof NoSuchFileException) {
            return message + " does not exist";
        }
        if (failed instanceof AccessDeniedException) {
            return message + ": permission denied";
        }
        if (failed instanceof FileAlreadyExistsException) {
            return message + " exists and is not a directory";
        }
        return message;
    }
}
