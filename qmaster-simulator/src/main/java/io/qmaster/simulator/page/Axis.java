package io.qmaster.simulator.page;

import java.time.Instant;

/** The marks of the time scale, which every drawing of the page shares. */
public final class Axis {
    private Axis() {}

    /** Adds the marks, for the head of drawings. */
    public static void addTo(Html html, TimeScale scale) {
        html.raw("<svg class=\"axis\" aria-hidden=\"true\">");
        for (Instant tick : scale.ticks()) {
            // The last mark would leave the page.
            String anchor = scale.isNearEnd(tick) ? " text-anchor=\"end\"" : "";
            html.raw("<text").raw(anchor).add(" x=\"%s\" y=\"12\">%s</text>", scale.x(tick), scale.mark(tick));
        }
        html.raw("</svg>");
    }

    /** The vertical lines at the marks. */
    static void linesTo(Html html, TimeScale scale) {
        scale.ticks()
                .forEach(tick -> html.add(
                        "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"0\" y2=\"100%\"/>",
                        scale.x(tick), scale.x(tick)));
    }
}
