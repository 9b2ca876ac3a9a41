package io.qmaster.simulator.report;

import io.qmaster.simulator.page.Html;
import io.qmaster.simulator.page.ReportPage;
import io.qmaster.simulator.page.TimeScale;
import io.qmaster.simulator.page.Words;
import io.qmaster.simulator.scenario.Scenario;
import java.util.List;

/** The page about a run of a scenario: that of all reports, with the nodes and the unusual events. */
final class Page {
    private final String title;
    private final Scenario scenario;
    private final History history;

    Page(String title, Scenario scenario, History history) {
        this.title = title;
        this.scenario = scenario;
        this.history = history;
    }

    String html() {
        String introduction = Words.time(history.length()) + " of model time from " + history.begin()
                + ", simulated with seed " + scenario.seed() + ". Times are counted from the beginning."
                + (history.refused() > 0
                        ? " " + Words.count(history.refused(), "submission was refused", "submissions were refused")
                                + ": see the unusual events."
                        : "");
        return new ReportPage(
                        title,
                        introduction,
                        List.copyOf(history.batches()),
                        TimeScale.sinceBegin(history.begin(), history.length()),
                        new NodeTable(scenario, history),
                        this::incidents)
                .html();
    }

    private void incidents(Html html, TimeScale scale) {
        html.raw("<section aria-labelledby=\"incidents\">\n<h2 id=\"incidents\">Unusual events</h2>\n");
        if (history.incidents().isEmpty()) {
            html.raw("<p>None.</p>\n");
        } else {
            html.raw(
                    "<table class=\"incidents\">\n<thead><tr><th scope=\"col\">At</th><th scope=\"col\">Event</th></tr>"
                            + "</thead>\n<tbody>\n");
            history.incidents()
                    .forEach(incident -> html.add(
                            "<tr><td>%s</td><td>%s</td></tr>\n", scale.moment(incident.at()), incident.words()));
            html.raw("</tbody>\n</table>\n");
        }
        html.raw("</section>\n");
    }
}
