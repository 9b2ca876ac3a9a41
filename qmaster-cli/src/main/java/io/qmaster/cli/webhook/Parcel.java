package io.qmaster.cli.webhook;

import io.qmaster.domain.SubmissionId;
import java.util.Comparator;

/** A notice to deliver to one webhook. Used under the lock of its {@link Courier}. */
final class Parcel {
    /** Fewest attempts first, those of other processes included, so that none starves. */
    static final Comparator<Parcel> ORDER = Comparator.<Parcel>comparingInt(parcel -> parcel.delivery.attempts())
            .thenComparingLong(parcel -> parcel.number);

    private final SubmissionId submission;
    private final Notice notice;
    private final long number;
    private Delivery delivery;
    private String trouble = "";

    /** The number orders parcels with equally many attempts. */
    Parcel(SubmissionId submission, Notice notice, Delivery delivery, long number) {
        this.submission = submission;
        this.notice = notice;
        this.delivery = delivery;
        this.number = number;
    }

    /** Identifies the parcel. */
    record Label(SubmissionId submission, String key, Webhook webhook) {}

    SubmissionId submission() {
        return submission;
    }

    Notice notice() {
        return notice;
    }

    /** The state of the delivery. */
    Delivery delivery() {
        return delivery;
    }

    /** Why the last attempt failed; empty before the first one. */
    String trouble() {
        return trouble;
    }

    Label label() {
        return new Label(submission, notice.key(), delivery.webhook());
    }

    void becomes(Delivery now) {
        delivery = now;
    }

    void isHeldBackBy(String words) {
        trouble = words;
    }

    @Override
    public String toString() {
        return "the notice \"" + notice.event() + "\" of " + submission + " to " + delivery.webhook();
    }
}
