package io.qmaster.simulator.report;

import io.qmaster.domain.Priority;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.SimulatedCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The page about a run: an overview, waiting times, nodes, batches, and unusual events. */
final class Page {
    private static final List<String> PRIORITIES = Stream.of(Priority.values())
            .sorted(Comparator.reverseOrder())
            .map(Priority::word)
            .toList();

    private final String title;
    private final Scenario scenario;
    private final History history;
    private final TimeScale scale;

    Page(String title, Scenario scenario, History history) {
        this.title = title;
        this.scenario = scenario;
        this.history = history;
        this.scale = new TimeScale(history.begin(), history.length());
    }

    String html() {
        Html html = new Html();
        html.add("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>%s</title>
                """, title);
        html.raw("<style>\n").raw(style()).raw("</style>\n</head>\n<body>\n").raw(drawings());
        html.add("<main>\n<header>\n<h1>%s</h1>\n", title);
        html.add(
                "<p>%s of model time from %s, simulated with seed %s. Times are counted from the beginning.</p>\n",
                Words.time(history.length()), history.begin(), scenario.seed());
        glance(html);
        html.raw("</header>\n");
        waitingTimes(html);
        new NodeTable(scenario, history, scale).addTo(html);
        new BatchTable(history, scale).addTo(html);
        incidents(html);
        html.raw("</main>\n</body>\n</html>\n");
        return html.toString();
    }

    private void glance(Html html) {
        html.raw("<ul class=\"glance\">\n");
        int queued = history.batches().size();
        tile(html, queued == 1 ? "batch queued" : "batches queued", "", queued);
        for (Ending ending : Ending.values()) {
            int number = (int) history.batches().stream()
                    .filter(batch -> batch.ending() == ending)
                    .count();
            if (number > 0 || ending == Ending.SUCCESSFUL) {
                tile(html, ending.words(), ending.sign(), number);
            }
        }
        if (history.refused() > 0) {
            tile(html, "refused", "⊘", history.refused());
        }
        html.raw("</ul>\n");
    }

    private static void tile(Html html, String words, String sign, int number) {
        html.add("<li><b>%s</b> ", number);
        if (!sign.isEmpty()) {
            html.add("<span class=\"sign\" aria-hidden=\"true\">%s</span> ", sign);
        }
        html.add("%s</li>\n", words);
    }

    private void waitingTimes(Html html) {
        html.raw("""
                <section aria-labelledby="waiting">
                <h2 id="waiting">Waiting times</h2>
                <p>From the submission of a batch until it was first processed. Half of the batches waited p50 at most, 90 of 100 \
                p90, 99 of 100 p99.</p>
                <table class="numbers">
                <thead><tr><th scope="col">Batches</th><th scope="col">Number</th><th scope="col">p50</th><th \
                scope="col">p90</th><th scope="col">p99</th><th scope="col">Longest</th></tr></thead>
                <tbody>
                """);
        waitingTimes(html, "all", List.copyOf(history.batches()));
        eachKind(html, "priority ", BatchHistory::priority, PRIORITIES);
        eachKind(
                html,
                "at ",
                BatchHistory::cluster,
                scenario.clusters().stream().map(SimulatedCluster::name).toList());
        html.raw("</tbody>\n</table>\n");
        long never = history.batches().stream()
                .filter(batch -> batch.waited().isEmpty())
                .count();
        if (never > 0) {
            html.add(
                    "<p>Not counted: %s never processed.</p>\n",
                    Words.count((int) never, "batch that was", "batches that were"));
        }
        html.raw("</section>\n");
    }

    private void eachKind(Html html, String prefix, Function<BatchHistory, String> kind, List<String> all) {
        List<String> kinds = all.stream()
                .filter(each -> history.batches().stream().map(kind).anyMatch(each::equals))
                .toList();
        if (kinds.size() > 1) {
            kinds.forEach(each -> waitingTimes(
                    html,
                    prefix + each,
                    history.batches().stream()
                            .filter(batch -> kind.apply(batch).equals(each))
                            .toList()));
        }
    }

    private static void waitingTimes(Html html, String words, List<BatchHistory> batches) {
        WaitingTimes times = WaitingTimes.of(batches);
        html.add(
                "<tr><th scope=\"row\">%s</th><td>%s</td>",
                words, times.sorted().size());
        for (int percent : new int[] {50, 90, 99, 100}) {
            html.add("<td>%s</td>", shown(times.percentile(percent)));
        }
        html.raw("</tr>\n");
    }

    private static String shown(Optional<Duration> time) {
        return time.map(Words::time).orElse("none");
    }

    private void incidents(Html html) {
        html.raw("<section aria-labelledby=\"incidents\">\n<h2 id=\"incidents\">Unusual events</h2>\n");
        if (history.incidents().isEmpty()) {
            html.raw("<p>None.</p>\n");
        } else {
            html.raw(
                    "<table class=\"incidents\">\n<thead><tr><th scope=\"col\">At</th><th scope=\"col\">Event</th></tr>"
                            + "</thead>\n<tbody>\n");
            history.incidents()
                    .forEach(incident -> html.add(
                            "<tr><td>%s</td><td>%s</td></tr>\n",
                            Words.time(scale.sinceBegin(incident.at())), incident.words()));
            html.raw("</tbody>\n</table>\n");
        }
        html.raw("</section>\n");
    }

    /**
     * What all drawings share: hatch patterns, so that no information depends on colour alone, and the grid lines of
     * the time scale.
     */
    private String drawings() {
        Html html = new Html().raw("""
                <svg class="shared" aria-hidden="true" width="0" height="0">
                <defs>
                <pattern id="hatch-post" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
                <rect class="ground-post" width="6" height="6"/><rect class="line-post" width="2" height="6"/></pattern>
                <pattern id="hatch-hold" width="6" height="6" patternUnits="userSpaceOnUse">\
                <rect class="ground-hold" width="6" height="6"/><rect class="line-hold" width="2" height="6"/></pattern>
                <pattern id="hatch-down" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">\
                <rect class="line-down" width="1.5" height="5"/></pattern>
                <g id="grid">
                """);
        for (Duration tick : scale.ticks()) {
            html.add("<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"0\" y2=\"100%\"/>", scale.x(tick), scale.x(tick));
        }
        return html.raw("\n</g>\n</defs>\n</svg>\n").toString();
    }

    /** The head of a column that shows time. */
    static void axis(Html html, TimeScale scale) {
        html.raw("<th scope=\"col\" class=\"time\"><span class=\"unseen\">Timeline</span>"
                + "<svg class=\"axis\" aria-hidden=\"true\" width=\"100%\" height=\"16\">");
        for (Duration tick : scale.ticks()) {
            html.add("<text x=\"%s\" y=\"12\">%s</text>", scale.x(tick), Words.mark(tick));
        }
        html.raw("</svg></th>");
    }

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream("page.css")) {
            if (in == null) {
                throw new IllegalStateException("the style sheet of the page is missing in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException damaged) {
            throw new IllegalStateException("the style sheet of the page cannot be read", damaged);
        }
    }
}
