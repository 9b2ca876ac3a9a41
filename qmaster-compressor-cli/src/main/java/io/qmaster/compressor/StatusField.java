package io.qmaster.compressor;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields that were seen in answers. Some are ignored: two of them are in the language of the Mac. */
enum StatusField {
    NAME("name"),
    STATUS("status"),
    BATCH_ID("batchid"),
    JOB_ID("jobid"),
    SENT_BY("sentBy"),
    SUBMISSION_TIME("submissionTime"),
    PERCENT_COMPLETE("percentComplete"),
    ELAPSED_SECONDS("timeElapsedSeconds"),
    REMAINING_SECONDS("timeRemainingSeconds"),
    JOB_TYPE("jobType"),
    PRIORITY("priority"),
    ELAPSED("timeElapsed"),
    REMAINING("timeRemaining"),
    RESUME_PERCENT("resumePercentComplete");

    private static final Set<StatusField> NOT_READ = EnumSet.of(JOB_TYPE, PRIORITY, ELAPSED, REMAINING, RESUME_PERCENT);

    private static final Map<String, StatusField> AS_WRITTEN = by(field -> field.written);
    private static final Map<String, StatusField> IN_LOWER_CASE = by(field -> field.written.toLowerCase(Locale.ROOT));

    private final String written;

    StatusField(String written) {
        this.written = written;
    }

    private static Map<String, StatusField> by(Function<StatusField, String> name) {
        return Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(name, Function.identity()));
    }

    /** The field of a name in any letter case; null if unknown. */
    static @Nullable StatusField named(String name) {
        StatusField field = AS_WRITTEN.get(name);
        return field != null ? field : IN_LOWER_CASE.get(name.toLowerCase(Locale.ROOT));
    }

    boolean isRead() {
        return !NOT_READ.contains(this);
    }
}
