package io.qmaster.simulator.report;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The table of all nodes with what their instances encoded, and their load. */
final class NodeTable {
    /** With more instances, only the load is drawn. */
    private static final int MOST_LANES = 16;

    private static final int LANE = 14;
    private static final int LOAD = 26;
    private static final int GAP = 4;

    private final Scenario scenario;
    private final History history;
    private final TimeScale scale;

    NodeTable(Scenario scenario, History history, TimeScale scale) {
        this.scenario = scenario;
        this.history = history;
        this.scale = scale;
    }

    void addTo(Html html) {
        html.raw("""
                <section aria-labelledby="nodes">
                <h2 id="nodes">Nodes</h2>
                <p>Upper rows: what each instance encoded, a block for every segment of a batch. Below: how many of the instances \
                worked.</p>
                <ul class="legend">
                <li><svg width="28" height="12" aria-hidden="true"><rect class="segment COMPLETED" x="1" y="1" width="26" \
                height="10"/></svg> a segment, complete</li>
                <li><svg width="28" height="12" aria-hidden="true"><rect class="segment STOPPED" x="1" y="1" width="26" \
                height="10"/></svg> put aside or interrupted</li>
                <li><svg width="28" height="12" aria-hidden="true"><rect class="load" x="1" y="1" width="26" height="10"/></svg> \
                load</li>
                <li><svg width="28" height="12" aria-hidden="true"><rect class="down" x="1" y="1" width="26" height="10"/></svg> node \
                or controller down</li>
                </ul>
                """);
        html.add(
                "<table class=\"timeline nodes %s\">\n",
                history.batches().size() >= BatchTable.MANY ? "dense" : "loose");
        html.raw("""
                <thead><tr><th scope="col">Node</th><th scope="col">Cluster</th><th scope="col">Instances</th>\
                <th scope="col">Load</th>""");
        Page.axis(html, scale);
        html.raw("</tr></thead>\n<tbody>\n");
        scenario.clusters().forEach(cluster -> cluster.nodes().forEach(node -> row(html, cluster, node)));
        html.raw("</tbody>\n</table>\n</section>\n");
    }

    private void row(Html html, SimulatedCluster cluster, ServiceNode node) {
        Lanes lanes = new Lanes(node.instances(), history.encodings(cluster.name(), node.name()));
        double share =
                lanes.busy().toMillis() / (double) Math.max(1, history.length().toMillis() * node.instances());
        boolean drawn = node.instances() <= MOST_LANES;
        int above = drawn ? node.instances() * LANE + GAP : 0;
        html.add(
                "<tr><th scope=\"row\">%s</th><td>%s</td><td class=\"number\">%s</td><td class=\"number\">%s</td>",
                node.name(), cluster.name(), node.instances(), Words.percent(share));
        html.add(
                "<td class=\"time\"><svg role=\"img\" aria-label=\"%s\" width=\"100%\" height=\"%s\"><use"
                        + " href=\"#grid\"/>",
                node.name() + " of " + cluster.name() + ": " + Words.percent(share) + " busy", above + LOAD);
        if (drawn) {
            for (int lane = 0; lane < node.instances(); lane++) {
                lane(html, lanes.lanes().get(lane), lane * LANE);
            }
        }
        load(html, lanes.load(), node.instances(), above);
        history.outages(cluster.name(), node.name()).forEach(outage -> down(html, outage));
        html.raw("</svg></td></tr>\n");
    }

    private void lane(Html html, List<Encoding> lane, int y) {
        for (Encoding encoding : lane) {
            html.add(
                    "<rect class=\"segment %s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s, segment %s,"
                            + " attempt %s: %s to %s, %s</title></rect>",
                    encoding.end().name(),
                    scale.x(encoding.span().from()),
                    y + 1,
                    scale.width(encoding.span()),
                    LANE - 2,
                    encoding.batch().name(),
                    encoding.segment(),
                    encoding.attempt(),
                    Words.time(scale.sinceBegin(encoding.span().from())),
                    Words.time(scale.sinceBegin(encoding.span().until())),
                    encoding.end().words());
            if (scale.fits(encoding.batch().name(), encoding.span())) {
                html.add(
                        "<svg x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><text class=\"block %s\" x=\"4\""
                                + " y=\"9\">%s</text></svg>",
                        scale.x(encoding.span().from()),
                        y + 1,
                        scale.width(encoding.span()),
                        LANE - 2,
                        encoding.end().name(),
                        encoding.batch().name());
            }
        }
    }

    private void load(Html html, Map<Instant, Integer> load, int instances, int y) {
        StringBuilder path = new StringBuilder("M0 1");
        for (Map.Entry<Instant, Integer> change : load.entrySet()) {
            path.append('H')
                    .append(scale.thousandths(change.getKey()))
                    .append('V')
                    .append(TimeScale.plain(1 - change.getValue() / (double) instances));
        }
        html.add(
                "<svg x=\"0\" y=\"%s\" width=\"100%\" height=\"%s\" viewBox=\"0 0 1000 1\" preserveAspectRatio=\"none\">"
                        + "<path class=\"load\" d=\"%s\"/></svg>",
                y, LOAD, path.append("H1000V1Z"));
        html.add("<line class=\"floor\" x1=\"0\" x2=\"100%\" y1=\"%s\" y2=\"%s\"/>", y + LOAD - 0.5, y + LOAD - 0.5);
    }

    private void down(Html html, Outage outage) {
        html.add(
                "<rect class=\"down\" x=\"%s\" y=\"0\" width=\"%s\" height=\"100%\"><title>%s from %s to %s</title></rect>",
                scale.x(outage.span().from()),
                scale.width(outage.span()),
                outage.words(),
                Words.time(scale.sinceBegin(outage.span().from())),
                Words.time(scale.sinceBegin(outage.span().until())));
    }
}
