package io.qmaster.cli.webhook;

import io.qmaster.cli.webhook.Courier.Telling;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reports what goes wrong with notices in a bounded number of lines, however many notices and hosts there are. Used under the
 * lock of its {@link Courier}.
 */
final class DeliveryReports {
    /** More notices than this are reported together, by their cause. */
    private static final int MOST_SINGLE = 20;

    private static final int MOST_CAUSES = 10;
    private static final int MOST_HOSTS = 10;

    /** After this time single notices are reported again. */
    private static final Duration WINDOW = Duration.ofHours(1);

    private final Telling telling;
    private final Timekeeper time;
    private final List<Left> left = new ArrayList<>();
    private Deadline windowEnd;
    private int single;

    DeliveryReports(Telling telling, Timekeeper time) {
        this.telling = telling;
        this.time = time;
        this.windowEnd = Deadline.after(WINDOW, time);
    }

    /** A notice that is left to other processes, and why. */
    private record Left(Parcel parcel, String cause) {}

    /** Warns of a single notice; after many others only the log file shows it. */
    void warn(Parcel parcel, String message) {
        if (windowEnd.hasPassed(time)) {
            windowEnd = Deadline.after(WINDOW, time);
            single = 0;
        }
        single++;
        telling.tell(parcel.submission(), single <= MOST_SINGLE ? LogLevel.WARNING : LogLevel.INFO, message);
        if (single == MOST_SINGLE) {
            telling.warn("further messages about notices are in the log file only");
        }
    }

    /** Records a notice that is left to other processes, for {@link #reportLeft}. */
    void leave(Parcel parcel, String cause) {
        left.add(new Left(parcel, cause));
    }

    /** Reports what was left since the last time: few notices one by one, many in a line for each cause. */
    void reportLeft() {
        if (left.size() <= MOST_SINGLE) {
            left.forEach(one -> warn(one.parcel(), one.parcel() + undelivered(one.cause())));
        } else {
            reportCauses();
        }
        left.clear();
    }

    private void reportCauses() {
        Map<String, List<Left>> byCause =
                left.stream().collect(Collectors.groupingBy(Left::cause, LinkedHashMap::new, Collectors.toList()));
        List<Map.Entry<String, List<Left>>> causes = byCause.entrySet().stream()
                .sorted(Comparator.comparing(cause -> -cause.getValue().size()))
                .toList();
        causes.stream().limit(MOST_CAUSES).forEach(cause -> reportCause(cause.getKey(), cause.getValue()));
        int others = causes.stream()
                .skip(MOST_CAUSES)
                .mapToInt(cause -> cause.getValue().size())
                .sum();
        if (others > 0) {
            telling.warn(others + " more notices could not be delivered, for " + (causes.size() - MOST_CAUSES)
                    + " other reasons");
        }
    }

    private void reportCause(String cause, List<Left> notices) {
        List<String> hosts = notices.stream()
                .map(one -> one.parcel().delivery().webhook().toString())
                .distinct()
                .toList();
        String count = notices.size() + (notices.size() == 1 ? " notice to " : " notices to ");
        if (hosts.size() == 1) {
            telling.warn(count + hosts.get(0) + undelivered(cause));
            return;
        }
        int more = hosts.size() - MOST_HOSTS;
        telling.warn(count + hosts.size() + " hosts" + undelivered(cause) + "; the hosts are "
                + hosts.stream().limit(MOST_HOSTS).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : ""));
    }

    private static String undelivered(String cause) {
        return " could not be delivered: " + cause + "; `qmaster agent` keeps trying";
    }
}
