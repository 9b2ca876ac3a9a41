package io.qmaster.simulator.page;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All batches with their phases over time, and a filter. */
final class BatchTable implements Section {
    private final List<BatchHistory> batches;

    BatchTable(List<BatchHistory> batches) {
        this.batches = batches;
    }

    @Override
    public void addTo(Html html, TimeScale scale) {
        html.raw("<section aria-labelledby=\"batches\">\n<h2 id=\"batches\">Batches</h2>\n");
        if (batches.isEmpty()) {
            html.raw("<p>None was queued.</p>\n</section>\n");
            return;
        }
        legend(html);
        filter(html);
        html.raw("<div class=\"timeline\">\n<div class=\"row head\"><span class=\"name\">Batch</span>");
        Axis.addTo(html, scale);
        html.raw("<span class=\"outcome\">Outcome</span></div>\n<ol id=\"rows\">\n");
        batches.forEach(batch -> row(html, scale, batch));
        html.raw("</ol>\n</div>\n</section>\n");
    }

    private void legend(Html html) {
        html.raw("<ul class=\"legend\">\n");
        Stream.of(Phase.values())
                .filter(phase -> batches.stream()
                        .flatMap(batch -> batch.stays().stream())
                        .anyMatch(stay -> stay.phase() == phase))
                .forEach(phase -> html.add(
                        "<li><svg width=\"28\" height=\"12\" aria-hidden=\"true\"><rect class=\"%s\" x=\"1\" y=\"1\""
                                + " width=\"26\" height=\"10\"/></svg> %s</li>\n",
                        phase.name(), phase.words()));
        if (batches.stream().anyMatch(batch -> !batch.resubmissions().isEmpty())) {
            html.raw("<li><svg width=\"12\" height=\"12\" aria-hidden=\"true\">");
            failureMark(html, "6");
            html.raw("</svg> an attempt failed, the next begins</li>\n");
        }
        html.raw("</ul>\n");
    }

    /** Works by a script, and is hidden without it. */
    private void filter(Html html) {
        html.raw("""
                <form class="filter" id="filter" hidden>
                <label>Filter <input type="search" id="words" placeholder="name, cluster, label, reason" autocomplete="off"></label>
                <label>Order <select id="order"><option value="time">by submission</option><option value="trouble">failures \
                first</option><option value="long">longest first</option></select></label>
                <fieldset><legend class="unseen">Outcomes</legend>
                """);
        for (Ending ending : Ending.values()) {
            long number =
                    batches.stream().filter(batch -> batch.ending() == ending).count();
            if (number > 0) {
                html.add(
                        "<label class=\"%s\"><input type=\"checkbox\" value=\"%s\" checked> <span class=\"sign\""
                                + " aria-hidden=\"true\">%s</span> %s (%s)</label>\n",
                        ending.name(), ending.name(), ending.sign(), ending.words(), number);
            }
        }
        html.raw("</fieldset>\n<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n");
    }

    private static void row(Html html, TimeScale scale, BatchHistory batch) {
        Ending ending = batch.ending();
        html.add(
                "<li class=\"row %s\" data-long=\"%s\"><span class=\"name\" title=\"%s\">%s<small> %s</small></span>",
                ending.name(),
                batch.turnaround().map(time -> time.toSeconds()).orElse(0L),
                title(batch),
                batch.name(),
                facts(batch));
        html.add("<svg role=\"img\"><title>%s</title>", inWords(scale, batch));
        for (BatchHistory.Stay stay : batch.stays()) {
            html.add(
                    "<rect class=\"%s\" x=\"%s\" y=\"15%\" width=\"%s\" height=\"70%\"/>",
                    stay.phase().name(), scale.x(stay.span().from()), scale.width(stay.span()));
        }
        batch.resubmissions().forEach(resubmission -> {
            html.add(
                    "<g><title>%s fails %s and is resubmitted: %s</title>",
                    batch.name(), scale.at(resubmission.at()), resubmission.reason());
            failureMark(html, scale.x(resubmission.at()));
            html.raw("</g>");
        });
        html.add("</svg><span class=\"outcome\" title=\"%s\">", outcome(batch));
        html.add("<span class=\"sign\" aria-hidden=\"true\">%s</span> %s</span></li>\n", ending.sign(), outcome(batch));
    }

    private static String title(BatchHistory batch) {
        return batch.name() + (batch.details().isEmpty() ? "" : "\n" + batch.details());
    }

    private static String facts(BatchHistory batch) {
        return Stream.of(
                        batch.cluster(),
                        batch.priority(),
                        batch.turnaround().map(Words::time).orElse(""))
                .filter(fact -> !fact.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    private static void failureMark(Html html, String x) {
        html.add(
                "<svg class=\"mark\" x=\"%s\" y=\"0\" width=\"1\" height=\"100%\" overflow=\"visible\">"
                        + "<path d=\"M-4 0 L4 0 L0 7 Z\"/></svg>",
                x);
    }

    /** How it ended, with the reason. */
    static String outcome(BatchHistory batch) {
        String reason = batch.status().replaceFirst("^Failed(: |$)", "");
        return switch (batch.ending()) {
            case FAILED, REFUSED, LOST -> batch.ending().words() + (reason.isEmpty() ? "" : ": " + reason);
            case OPEN -> batch.status().isEmpty() ? "not ended" : "not ended: " + batch.status();
            case SUCCESSFUL, CANCELLED -> batch.ending().words();
        };
    }

    private static String inWords(TimeScale scale, BatchHistory batch) {
        return "Submitted " + scale.at(batch.submittedAt())
                + batch.stays().stream()
                        .map(stay -> ", " + stay.phase().words() + " for "
                                + Words.time(stay.span().length()))
                        .collect(Collectors.joining())
                + ", " + outcome(batch);
    }
}
