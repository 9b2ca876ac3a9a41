package io.qmaster.simulator.page;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How long batches waited and took, by priority and cluster. */
final class TimesTable implements Section {
    private final List<BatchHistory> batches;
    private final List<String> priorities;
    private final List<String> clusters;

    TimesTable(List<BatchHistory> batches, List<String> priorities, List<String> clusters) {
        this.batches = batches;
        this.priorities = priorities;
        this.clusters = clusters;
    }

    @Override
    public void addTo(Html html, TimeScale scale) {
        html.raw("""
                <section aria-labelledby="waiting">
                <h2 id="waiting">Waiting and turnaround</h2>
                <p>From the submission of a batch until it was first processed, and until it ended. Half of the batches took p50 at \
                most, 90 of 100 p90, 99 of 100 p99.</p>
                <div class="wide"><table class="numbers">
                <thead><tr><th scope="col" rowspan="2">Batches</th><th scope="colgroup" colspan="5">Waited</th>\
                <th scope="colgroup" colspan="5">Turnaround</th></tr>
                <tr><th scope="col">Number</th><th scope="col">p50</th><th scope="col">p90</th><th scope="col">p99</th>\
                <th scope="col">Longest</th><th scope="col">Number</th><th scope="col">p50</th><th scope="col">p90</th>\
                <th scope="col">p99</th><th scope="col">Longest</th></tr></thead>
                <tbody>
                """);
        row(html, "all", batches);
        eachKind(html, "priority ", BatchHistory::priority, priorities);
        eachKind(html, "at ", BatchHistory::cluster, clusters);
        html.raw("</tbody>\n</table></div>\n");
        long never = batches.stream().filter(batch -> batch.waited().isEmpty()).count();
        if (never > 0) {
            html.add(
                    "<p>Not counted as waiting: %s never processed, or of which that is not known.</p>\n",
                    Words.count((int) never, "batch that was", "batches that were"));
        }
        html.raw("</section>\n");
    }

    private void eachKind(Html html, String prefix, Function<BatchHistory, String> kind, List<String> all) {
        List<String> kinds = all.stream()
                .filter(each -> batches.stream().map(kind).anyMatch(each::equals))
                .toList();
        if (kinds.size() > 1) {
            kinds.forEach(each -> row(
                    html,
                    prefix + each,
                    batches.stream()
                            .filter(batch -> kind.apply(batch).equals(each))
                            .toList()));
        }
    }

    private static void row(Html html, String words, List<BatchHistory> some) {
        html.add("<tr><th scope=\"row\">%s</th>", words);
        cells(html, Times.waited(some));
        cells(html, Times.turnaround(some));
        html.raw("</tr>\n");
    }

    private static void cells(Html html, Times times) {
        html.add("<td>%s</td>", times.sorted().size());
        for (int percent : new int[] {50, 90, 99, 100}) {
            html.add("<td>%s</td>", shown(times.percentile(percent)));
        }
    }

    private static String shown(Optional<Duration> time) {
        return time.map(Words::time).orElse("none");
    }
}
