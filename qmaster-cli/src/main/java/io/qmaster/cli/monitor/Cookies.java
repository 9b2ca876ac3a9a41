package io.qmaster.cli.monitor;

import com.sun.net.httpserver.HttpExchange;
import java.util.Arrays;
import java.util.List;

/** The cookie of a browser that has given the token. Browsers send cookies to every port of a host, so its name has ours. */
final class Cookies {
    private static final int DAYS_30 = 30 * 24 * 60 * 60;

    private Cookies() {}

    /** What the browser sends as our cookie. */
    static List<String> of(HttpExchange exchange) {
        String begin = name(exchange) + "=";
        return exchange.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(begin))
                .map(cookie -> cookie.substring(begin.length()))
                .toList();
    }

    /** Lets the browser keep a value, which no script and no other site can use. */
    static void set(HttpExchange exchange, String value) {
        exchange.getResponseHeaders()
                .set(
                        "Set-Cookie",
                        name(exchange) + "=" + value + "; Path=/; Max-Age=" + DAYS_30 + "; HttpOnly; SameSite=Strict");
    }

    private static String name(HttpExchange exchange) {
        return "qmaster-monitor-" + exchange.getLocalAddress().getPort();
    }
}
