package io.qmaster.simulator.report;

import java.util.List;
import java.util.stream.Collectors;

/** The table of all batches with their phases over time. */
final class BatchTable {
    /** From this number of batches, rows are low. */
    static final int MANY = 60;

    private final History history;
    private final TimeScale scale;
    private final boolean severalClusters;

    BatchTable(History history, TimeScale scale) {
        this.history = history;
        this.scale = scale;
        this.severalClusters =
                history.batches().stream().map(BatchHistory::cluster).distinct().count() > 1;
    }

    void addTo(Html html) {
        html.raw("<section aria-labelledby=\"batches\">\n<h2 id=\"batches\">Batches</h2>\n");
        if (history.batches().isEmpty()) {
            html.raw("<p>None was queued.</p>\n</section>\n");
            return;
        }
        legend(html);
        html.add("<table class=\"timeline %s\">\n<thead><tr>", history.batches().size() >= MANY ? "many" : "few");
        html.raw("<th scope=\"col\">Batch</th>");
        if (severalClusters) {
            html.raw("<th scope=\"col\">Cluster</th>");
        }
        html.raw("<th scope=\"col\">Priority</th><th scope=\"col\">Waited</th>");
        Page.axis(html, scale);
        html.raw("<th scope=\"col\">Outcome</th></tr></thead>\n<tbody>\n");
        history.batches().forEach(batch -> row(html, batch));
        html.raw("</tbody>\n</table>\n</section>\n");
    }

    private static void legend(Html html) {
        html.raw("<ul class=\"legend\">\n");
        for (Phase phase : Phase.values()) {
            html.add(
                    "<li><svg width=\"28\" height=\"12\" aria-hidden=\"true\"><rect class=\"%s\" x=\"1\" y=\"1\" width=\"26\""
                            + " height=\"10\"/></svg> %s</li>\n",
                    phase.name(), phase.words());
        }
        html.raw("<li><svg width=\"12\" height=\"12\" aria-hidden=\"true\">");
        failureMark(html, "6");
        html.raw("</svg> an attempt failed, the next begins</li>\n");
        for (Ending ending : List.of(Ending.SUCCESSFUL, Ending.FAILED, Ending.CANCELLED, Ending.OPEN)) {
            html.add(
                    "<li><span class=\"sign %s\" aria-hidden=\"true\">%s</span> %s</li>\n",
                    ending.name(), ending.sign(), ending.words());
        }
        html.raw("</ul>\n");
    }

    private void row(Html html, BatchHistory batch) {
        html.add("<tr><th scope=\"row\" title=\"%s\">%s</th>", batch.name(), batch.name());
        if (severalClusters) {
            html.add("<td>%s</td>", batch.cluster());
        }
        html.add(
                "<td>%s</td><td class=\"number\">%s</td>",
                batch.priority(), batch.waited().map(Words::time).orElse("–"));
        html.add("<td class=\"time\"><svg role=\"img\" aria-label=\"%s\" width=\"100%\">", inWords(batch));
        html.raw("<use href=\"#grid\"/>");
        batch.stays().forEach(stay -> bar(html, batch, stay));
        batch.resubmissions().forEach(resubmission -> {
            html.raw("<g>");
            html.add(
                    "<title>%s fails after %s and is resubmitted: %s</title>",
                    batch.name(), Words.time(scale.sinceBegin(resubmission.at())), resubmission.reason());
            failureMark(html, scale.x(resubmission.at()));
            html.raw("</g>");
        });
        Ending ending = batch.ending();
        html.add(
                "<text class=\"ending %s\" x=\"%s\" dx=\"3\" y=\"50%\">%s</text>",
                ending.name(), scale.x(batch.lastSeen()), ending.sign());
        html.add(
                "</svg></td><td class=\"outcome %s\"><span class=\"sign\" aria-hidden=\"true\">%s</span> %s</td></tr>\n",
                ending.name(), ending.sign(), outcome(batch));
    }

    private void bar(Html html, BatchHistory batch, BatchHistory.Stay stay) {
        html.add(
                "<rect class=\"%s\" x=\"%s\" y=\"15%\" width=\"%s\" height=\"70%\"><title>%s: %s for %s, from %s to"
                        + " %s</title></rect>",
                stay.phase().name(),
                scale.x(stay.span().from()),
                scale.width(stay.span()),
                batch.name(),
                stay.phase().words(),
                Words.time(stay.span().length()),
                Words.time(scale.sinceBegin(stay.span().from())),
                Words.time(scale.sinceBegin(stay.span().until())));
    }

    private static void failureMark(Html html, String x) {
        html.add(
                "<svg class=\"mark\" x=\"%s\" y=\"0\" width=\"1\" height=\"100%\" overflow=\"visible\">"
                        + "<path d=\"M-4 0 L4 0 L0 7 Z\"/></svg>",
                x);
    }

    private static String outcome(BatchHistory batch) {
        return switch (batch.ending()) {
            case FAILED -> batch.status().replaceFirst("^Failed: ", "failed: ");
            case OPEN -> "not ended: " + batch.status();
            case SUCCESSFUL, CANCELLED -> batch.ending().words();
        };
    }

    private String inWords(BatchHistory batch) {
        return "Submitted after " + Words.time(scale.sinceBegin(batch.submittedAt()))
                + batch.stays().stream()
                        .map(stay -> ", " + stay.phase().words() + " for "
                                + Words.time(stay.span().length()))
                        .collect(Collectors.joining())
                + ", " + outcome(batch);
    }
}
