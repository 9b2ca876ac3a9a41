package io.qmaster.simulator.report;

import io.qmaster.simulator.page.Axis;
import io.qmaster.simulator.page.Html;
import io.qmaster.simulator.page.Section;
import io.qmaster.simulator.page.TimeScale;
import io.qmaster.simulator.page.Words;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The table of all nodes with what their instances encoded, and their load. */
final class NodeTable implements Section {
    /** With more instances, only the load is drawn. */
    private static final int MOST_LANES = 16;

    /** With more blocks in a row they could not be told apart, and the page would be heavy. */
    private static final int MOST_BLOCKS = 1500;

    /** From this number of batches, blocks have no gaps. */
    private static final int MANY = 60;

    private static final int LANE = 14;
    private static final int LOAD = 26;
    private static final int GAP = 4;

    private final Scenario scenario;
    private final History history;

    NodeTable(Scenario scenario, History history) {
        this.scenario = scenario;
        this.history = history;
    }

    @Override
    public void addTo(Html html, TimeScale scale) {
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
        html.add("<div class=\"timeline%s\">\n", history.batches().size() >= MANY ? " dense" : "");
        html.raw("<div class=\"row head\"><span class=\"name\">Node</span>");
        Axis.addTo(html, scale);
        html.raw("<span class=\"outcome\">Load</span></div>\n");
        scenario.clusters().forEach(cluster -> cluster.nodes().forEach(node -> row(html, scale, cluster, node)));
        html.raw("</div>\n</section>\n");
    }

    private void row(Html html, TimeScale scale, SimulatedCluster cluster, ServiceNode node) {
        Lanes lanes = new Lanes(node.instances(), history.encodings(cluster.name(), node.name()));
        double share =
                lanes.busy().toMillis() / (double) Math.max(1, history.length().toMillis() * node.instances());
        boolean drawn = node.instances() <= MOST_LANES
                && lanes.lanes().stream().mapToInt(List::size).sum() <= MOST_BLOCKS;
        int above = drawn ? node.instances() * LANE + GAP : 0;
        html.add(
                "<div class=\"row node\"><span class=\"name\">%s<small> %s, %s</small></span>",
                node.name(), cluster.name(), Words.count(node.instances(), "instance", "instances"));
        html.add(
                "<svg role=\"img\" style=\"height:%spx\"><title>%s</title><use href=\"#grid\"/>",
                above + LOAD, node.name() + " of " + cluster.name() + ": " + Words.percent(share) + " busy");
        if (drawn) {
            for (int lane = 0; lane < node.instances(); lane++) {
                lane(html, scale, lanes.lanes().get(lane), lane * LANE);
            }
        }
        load(html, scale, lanes.load(), node.instances(), above);
        history.outages(cluster.name(), node.name()).forEach(outage -> down(html, scale, outage));
        html.add("</svg><span class=\"outcome\">%s</span></div>\n", Words.percent(share));
    }

    private static void lane(Html html, TimeScale scale, List<Encoding> lane, int y) {
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
                    scale.moment(encoding.span().from()),
                    scale.moment(encoding.span().until()),
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

    private static void load(Html html, TimeScale scale, Map<Instant, Integer> load, int instances, int y) {
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

    private static void down(Html html, TimeScale scale, Outage outage) {
        html.add(
                "<rect class=\"down\" x=\"%s\" y=\"0\" width=\"%s\" height=\"100%\"><title>%s from %s to %s</title></rect>",
                scale.x(outage.span().from()),
                scale.width(outage.span()),
                outage.words(),
                scale.moment(outage.span().from()),
                scale.moment(outage.span().until()));
    }
}
