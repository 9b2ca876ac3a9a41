package io.qmaster.cli.webhook;

import io.qmaster.domain.SubmissionId;
import java.util.Comparator;

/** A notice on its way to one webhook. Used under the lock of its {@link Courier}. */
final class Parcel {
    /** One that was tried less often, by whichever program, is first: none starves. */
    static final Comparator<Parcel> ORDER = Comparator.<Parcel>comparingInt(parcel -> parcel.delivery.attempts())
            .thenComparingLong(parcel -> parcel.number);

    private final SubmissionId submission;
    private final Notice notice;
    private final long number;
    private Delivery delivery;
    private String trouble = "";

    /** The number orders those that were tried as often. */
    Parcel(SubmissionId submission, Notice notice, Delivery delivery, long number) {
        this.submission = submission;
        this.notice = notice;
        this.delivery = delivery;
        this.number = number;
    }

    /** What tells parcels apart. */
    record Label(SubmissionId submission, String key, Webhook webhook) {}

    SubmissionId submission() {
        return submission;
    }

    Notice notice() {
        return notice;
    }

    /** How far it has come. */
    Delivery delivery() {
        return delivery;
    }

    /** Why it is not delivered; empty as long as it was not tried. */
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
