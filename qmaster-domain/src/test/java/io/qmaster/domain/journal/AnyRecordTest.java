package io.qmaster.domain.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Any content of the file of a submission is read as records or skipped as damaged. */
class AnyRecordTest {
    private static final SubmissionId SUBMISSION = JournalSamples.submission(1);

    private static String intended() {
        return RecordFormat.write(
                new JournalRecord.Intended(
                        new Owner("1-2-a", "mac", Processes.current(JournalSamples.NOON)), JournalSamples.intention(1)),
                Optional.empty());
    }

    /** Lines of known kinds with pieces of fields in any order. */
    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> kinds = Arbitraries.of(
                "2 intended",
                "2 started",
                "2 attempting",
                "2 attempted",
                "2 cancelAsked",
                "2 jobCancelAsked",
                "2 submitted",
                "2 concluded",
                "2 ended",
                "2 note",
                "2 unknown",
                "1 note",
                "-1 note",
                "9999999999 note");
        Arbitrary<String> pieces = Arbitraries.of(
                        "owner.pid=1",
                        "jobIds.size=2147483647",
                        "result.targets.size=999999999",
                        "cause=\"USER\"",
                        "=",
                        "\"",
                        "\\u",
                        "attempt=-1",
                        "attempt=99999999999999",
                        "jobId=\"-x\"",
                        "granted=maybe",
                        "at=never",
                        "at=\"2026-01-01T00:00:00Z\"",
                        "level=\"INFO\"",
                        "message=\"x\"",
                        "[",
                        "{",
                        " ",
                        "\u0000")
                .list()
                .ofMaxSize(12)
                .map(list -> String.join(" ", list));
        return kinds.flatMap(kind -> pieces.map(fields -> kind + " " + fields))
                .list()
                .ofMaxSize(6);
    }

    @Property(tries = 500)
    void anyLinesAfterAnIntentionAreReadOrDamaged(@ForAll("lines") List<String> lines) throws Exception {
        String text = intended() + "\n\n" + String.join("\n\n", lines) + "\n";

        Optional<JournalEntry> entry = read(text);

        assertThat(entry)
                .hasValueSatisfying(known -> assertThat(known.submissionId()).isEqualTo(SUBMISSION));
    }

    @Property(tries = 500)
    void anIntentionThatWasChangedAnywhereIsReadOrDamaged(
            @ForAll @IntRange(max = 2_000) int at, @ForAll char replacement, @ForAll boolean cut) throws Exception {
        String line = intended();
        int place = at % line.length();
        String changed = line.substring(0, place) + (cut ? "" : replacement + line.substring(place + 1)) + "\n";

        assertThat(read(changed).map(JournalEntry::submissionId)).isIn(Optional.empty(), Optional.of(SUBMISSION));
    }

    private static Optional<JournalEntry> read(String text) throws Exception {
        try {
            return History.read(SUBMISSION, text).entry();
        } catch (History.NewerFormatException | InvalidPathException refused) {
            // Both are reported with the file; records of a later version are not touched.
            return History.read(SUBMISSION, intended() + "\n").entry();
        }
    }
}
