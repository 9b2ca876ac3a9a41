package io.qmaster.simulator.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How many batches ended when, and how long each took: two drawings over the time scale of the batches. */
final class Charts implements Section {
    private static final int MOST_PERIODS = 60;
    private static final List<Duration> HEIGHTS = Stream.of(
                    "PT0.1S", "PT1S", "PT10S", "PT1M", "PT10M", "PT1H", "PT6H", "P1D", "P7D", "P30D", "P365D")
            .map(Duration::parse)
            .toList();

    private final List<BatchHistory> ended;

    Charts(List<BatchHistory> batches) {
        this.ended =
                batches.stream().filter(batch -> batch.turnaround().isPresent()).toList();
    }

    /**
     * A period.
     *
     * @param numbers how many batches ended in it, by their endings
     */
    record Bar(Span span, Map<Ending, Integer> numbers) {
        int all() {
            return numbers.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    static List<Bar> bars(List<BatchHistory> ended, TimeScale scale) {
        List<Instant> edges = scale.periods(MOST_PERIODS);
        List<Bar> bars = new ArrayList<>();
        for (int each = 0; each + 1 < edges.size(); each++) {
            bars.add(new Bar(new Span(edges.get(each), edges.get(each + 1)), new EnumMap<>(Ending.class)));
        }
        Duration step = Duration.between(edges.get(0), edges.get(1));
        for (BatchHistory batch : ended) {
            long at = Duration.between(edges.get(0), batch.lastSeen()).toMillis() / step.toMillis();
            int period = (int) Math.max(0, Math.min(edges.size() - 2L, at));
            bars.get(period).numbers().merge(batch.ending(), 1, Integer::sum);
        }
        return bars;
    }

    @Override
    public void addTo(Html html, TimeScale scale) {
        if (ended.isEmpty()) {
            return;
        }
        html.raw("<section aria-labelledby=\"course\">\n<h2 id=\"course\">Throughput and turnaround</h2>\n"
                + "<div class=\"timeline\">\n<div class=\"row head\"><span class=\"name\"></span>");
        Axis.addTo(html, scale);
        html.raw("<span class=\"outcome\"></span></div>\n");
        throughput(html, scale);
        turnaround(html, scale);
        html.raw("</div>\n</section>\n");
    }

    private void throughput(Html html, TimeScale scale) {
        List<Bar> bars = bars(ended, scale);
        int most = bars.stream().mapToInt(Bar::all).max().orElse(1);
        String period = Words.mark(bars.get(0).span().length());
        html.add(
                "<div class=\"row chart\"><span class=\"name\">Throughput<small> batches that ended, each bar %s</small></span>"
                        + "<svg role=\"img\"><title>At most %s batches ended within %s</title>",
                period, most, period);
        for (Bar bar : bars) {
            int top = bar.all();
            for (Map.Entry<Ending, Integer> part : bar.numbers().entrySet()) {
                part(html, scale, bar.span(), part, top, most);
                top -= part.getValue();
            }
        }
        html.raw("</svg>");
        heights(html, List.of(mark(most, "100%"), mark(0, "0%")));
        html.raw("</div>\n");
    }

    private static void part(
            Html html, TimeScale scale, Span span, Map.Entry<Ending, Integer> part, int top, int most) {
        html.add(
                "<rect class=\"bar %s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s %s %s</title></rect>",
                part.getKey().name(),
                scale.x(span.from()),
                TimeScale.percent(100 - 100.0 * top / most),
                scale.width(span),
                TimeScale.percent(100.0 * part.getValue() / most),
                part.getValue(),
                part.getKey().words(),
                scale.at(span.from()));
    }

    private void turnaround(Html html, TimeScale scale) {
        Times times = Times.turnaround(ended);
        double low = Math.log(
                Math.max(100.0, (double) times.percentile(1).orElseThrow().toMillis()) / 2.0);
        double high = Math.log(2.0
                * Math.max(1000.0, (double) times.percentile(100).orElseThrow().toMillis()));
        html.add(
                "<div class=\"row chart\"><span class=\"name\">Turnaround<small> from submission to end, a dot for each batch"
                        + "</small></span><svg role=\"img\"><title>Half of the batches took %s at most, 90 of 100 took"
                        + " %s</title>",
                Words.time(times.percentile(50).orElseThrow()),
                Words.time(times.percentile(90).orElseThrow()));
        List<String> marks = new ArrayList<>();
        for (Duration height : HEIGHTS) {
            double place = place(height, low, high);
            if (place > 0 && place < 100) {
                html.add(
                        "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"%s\" y2=\"%s\"/>",
                        TimeScale.percent(100 - place), TimeScale.percent(100 - place));
                marks.add(mark(Words.mark(height), TimeScale.percent(place)));
            }
        }
        for (BatchHistory batch : ended) {
            html.add(
                    "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"2.5\"/>",
                    batch.ending().name(),
                    scale.x(batch.lastSeen()),
                    TimeScale.percent(100 - place(batch.turnaround().orElseThrow(), low, high)));
        }
        html.raw("</svg>");
        heights(html, marks);
        html.raw("</div>\n");
    }

    private static double place(Duration time, double low, double high) {
        return Math.max(
                0, Math.min(100, 100 * (Math.log(Math.max(1.0, (double) time.toMillis())) - low) / (high - low)));
    }

    private static String mark(Object words, String bottom) {
        return new Html()
                .add("<span style=\"bottom:%s\">%s</span>", bottom, words)
                .toString();
    }

    private static void heights(Html html, List<String> marks) {
        html.raw("<span class=\"heights\" aria-hidden=\"true\">");
        marks.forEach(html::raw);
        html.raw("</span>");
    }
}
