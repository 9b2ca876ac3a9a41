package io.qmaster.simulator.page;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What did not succeed, by its reason: the most frequent first. */
final class Trouble implements Section {
    private static final int MOST_NAMED = 100;

    private final List<BatchHistory> batches;

    Trouble(List<BatchHistory> batches) {
        this.batches =
                batches.stream().filter(batch -> batch.ending().isTrouble()).toList();
    }

    @Override
    public void addTo(Html html, TimeScale scale) {
        html.raw("<section aria-labelledby=\"trouble\">\n<h2 id=\"trouble\">Failures</h2>\n");
        if (batches.isEmpty()) {
            html.raw("<p>None.</p>\n</section>\n");
            return;
        }
        Map<String, List<BatchHistory>> byReason = batches.stream()
                .collect(Collectors.groupingBy(BatchTable::outcome, LinkedHashMap::new, Collectors.toList()));
        byReason.entrySet().stream()
                .sorted(Comparator.comparing(reason -> -reason.getValue().size()))
                .forEach(reason -> reason(html, scale, reason.getKey(), reason.getValue(), byReason.size() <= 3));
        html.raw("</section>\n");
    }

    private static void reason(Html html, TimeScale scale, String reason, List<BatchHistory> failed, boolean open) {
        html.add(
                "<details%s><summary><b>%s</b> <span class=\"FAILED\">%s</span></summary>\n<ul>\n",
                open && failed.size() <= MOST_NAMED / 4 ? " open" : "", failed.size(), reason);
        for (BatchHistory batch : failed.subList(0, Math.min(MOST_NAMED, failed.size()))) {
            html.add(
                    "<li><b>%s</b> %s, %s%s</li>\n",
                    batch.name(),
                    batch.cluster(),
                    scale.moment(batch.lastSeen()),
                    batch.details().isEmpty() ? "" : ", " + batch.details());
        }
        if (failed.size() > MOST_NAMED) {
            html.add("<li>and %s more, see the batches below</li>\n", failed.size() - MOST_NAMED);
        }
        html.raw("</ul>\n</details>\n");
    }
}
