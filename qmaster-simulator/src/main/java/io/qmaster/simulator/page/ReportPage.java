package io.qmaster.simulator.page;

import io.qmaster.domain.Priority;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The page: an overview, failures, waiting times, throughput and turnaround, what a kind of report adds, and all batches. One
 * file, which needs no network; only its filter needs a script.
 */
public final class ReportPage {
    private static final List<String> PRIORITIES = Stream.of(Priority.values())
            .sorted(Comparator.reverseOrder())
            .map(Priority::word)
            .toList();

    private final String title;
    private final String introduction;
    private final List<BatchHistory> batches;
    private final TimeScale scale;
    private final Section course;
    private final Section last;

    /**
     * A page.
     *
     * @param introduction a sentence below the title
     * @param batches all batches, in the order of their submission
     * @param course is added before the batches
     * @param last is added at the end
     */
    public ReportPage(
            String title,
            String introduction,
            List<BatchHistory> batches,
            TimeScale scale,
            Section course,
            Section last) {
        this.title = title;
        this.introduction = introduction;
        this.batches = List.copyOf(batches);
        this.scale = scale;
        this.course = course;
        this.last = last;
    }

    /** The whole page. */
    public String html() {
        String script = resource("page.js");
        Html html = new Html();
        html.add("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src \
                'sha256-%s'">
                <title>%s</title>
                """, hash(script), title);
        html.raw("<style>\n")
                .raw(resource("page.css"))
                .raw("</style>\n</head>\n<body>\n")
                .raw(patterns());
        html.add("<main>\n<header>\n<h1>%s</h1>\n<p>%s</p>\n", title, introduction);
        glance(html);
        html.raw("</header>\n");
        new Trouble(batches).addTo(html, scale);
        List<String> clusters =
                batches.stream().map(BatchHistory::cluster).distinct().sorted().toList();
        new TimesTable(batches, PRIORITIES, clusters).addTo(html, scale);
        new Charts(batches).addTo(html, scale);
        course.addTo(html, scale);
        new BatchTable(batches).addTo(html, scale);
        last.addTo(html, scale);
        return html.raw("</main>\n<script>")
                .raw(script)
                .raw("</script>\n</body>\n</html>\n")
                .toString();
    }

    private void glance(Html html) {
        html.raw("<ul class=\"glance\">\n");
        int queued = (int) batches.stream()
                .filter(batch -> batch.ending() != Ending.REFUSED)
                .count();
        html.add("<li><b>%s</b> %s</li>\n", queued, queued == 1 ? "batch queued" : "batches queued");
        for (Ending ending : Ending.values()) {
            long number =
                    batches.stream().filter(batch -> batch.ending() == ending).count();
            if (number > 0 || ending == Ending.SUCCESSFUL) {
                html.add(
                        "<li class=\"%s\"><b>%s</b> <span class=\"sign\" aria-hidden=\"true\">%s</span> %s</li>\n",
                        ending.name(), number, ending.sign(), ending.words());
            }
        }
        html.raw("</ul>\n");
    }

    /** Hatch patterns, so that no information depends on colour alone, and the grid lines of the time scale. */
    private String patterns() {
        Html html = new Html().raw("""
                <svg class="shared" aria-hidden="true" width="0" height="0">
                <defs>
                <pattern id="hatch-post" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
                <rect class="ground-post" width="6" height="6"/><rect class="line-post" width="2" height="6"/></pattern>
                <pattern id="hatch-hold" width="6" height="6" patternUnits="userSpaceOnUse">\
                <rect class="ground-hold" width="6" height="6"/><rect class="line-hold" width="2" height="6"/></pattern>
                <pattern id="hatch-down" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">\
                <rect class="line-down" width="1.5" height="5"/></pattern>
                <g id="grid">""");
        Axis.linesTo(html, scale);
        return html.raw("</g>\n</defs>\n</svg>\n").toString();
    }

    private static String hash(String script) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " of the page is missing in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException damaged) {
            throw new IllegalStateException(name + " of the page cannot be read", damaged);
        }
    }
}
