package io.qmaster.cli.monitor;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses requests that may not come from the page itself: the name of another site in {@code Host} (a name that was made to
 * lead here), a foreign {@code Origin}, a change without the header that only scripts of the page can send, and where there
 * is a token, everything but the page until the browser has given it. Thread-safe.
 */
final class Gate extends Filter {
    /** A page of another site cannot send it without asking first, which is refused. */
    static final String CHANGE_HEADER = "X-Qmaster-Monitor";

    private static final int MOST_BYTES = 1024;
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Pattern NAME_AND_PORT =
            Pattern.compile("(?<name>\\[[0-9a-f:.]+\\]|[^:\\[\\]/\\s]+)(?::[0-9]{1,5})?");
    private static final Pattern IP_ADDRESS = Pattern.compile("\\[.*\\]|[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
    private static final String BEARER = "Bearer ";

    private final Set<String> names;
    private final Optional<AccessToken> token;
    private final Set<String> open;

    /**
     * A gate.
     *
     * @param names the names under which the monitor may be reached besides IP addresses, in lower case
     * @param token the token; empty if none is needed
     * @param open the paths that need no token
     */
    Gate(Set<String> names, Optional<AccessToken> token, Set<String> open) {
        this.names = names;
        this.token = token;
        this.open = open;
    }

    @Override
    public String description() {
        return "refuses requests of other sites and of unknown users";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        protect(exchange.getResponseHeaders());
        Optional<Refusal> refusal = refusal(exchange);
        if (refusal.isEmpty()) {
            chain.doFilter(exchange);
            return;
        }
        if (refusal.get().status() == Reply.UNAUTHORIZED) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        }
        // The body of a refused request is not read.
        exchange.getResponseHeaders().set("Connection", "close");
        Reply.refuse(
                exchange,
                refusal.get().status(),
                refusal.get().code(),
                refusal.get().message(),
                refusal.get().hint());
    }

    /** Nothing of it may be framed, stored, guessed at, or loaded by another site, and the page loads nothing from elsewhere. */
    private static void protect(Headers headers) {
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    private record Refusal(int status, String code, String message, String hint) {}

    private Optional<Refusal> refusal(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String path = Optional.ofNullable(exchange.getRequestURI().getPath()).orElse("");
        boolean isChange = !READING.contains(exchange.getRequestMethod());
        Optional<String> host = only(headers, "Host").map(name -> name.toLowerCase(Locale.ROOT));
        if (host.filter(this::isOurs).isEmpty()) {
            return Optional.of(new Refusal(
                    Reply.FORBIDDEN,
                    "FOREIGN_HOST",
                    "the monitor does not answer to this host name",
                    "open the URL that `qmaster monitor` prints, or give the name to --listen"));
        }
        if (isForeign(headers, host.get(), path)) {
            return Optional.of(new Refusal(
                    Reply.FORBIDDEN,
                    "FOREIGN_ORIGIN",
                    "the request comes from a page of another site",
                    "open the monitor itself"));
        }
        if (isTooLarge(headers)) {
            return Optional.of(
                    new Refusal(Reply.TOO_LARGE, "TOO_LARGE", "the request has too large a body", "leave it out"));
        }
        if (isChange && only(headers, CHANGE_HEADER).isEmpty()) {
            return Optional.of(new Refusal(
                    Reply.FORBIDDEN,
                    "HEADER_MISSING",
                    "a change needs the header " + CHANGE_HEADER,
                    "send " + CHANGE_HEADER + ": 1"));
        }
        if (!open.contains(path) && !isLetIn(exchange)) {
            return Optional.of(new Refusal(
                    Reply.UNAUTHORIZED,
                    "TOKEN_MISSING",
                    "the monitor needs its token",
                    "open the page and enter the token, or send it as Authorization: Bearer TOKEN"));
        }
        return Optional.empty();
    }

    /** Another site can let a name of its own lead here, but not an IP address. */
    private boolean isOurs(String host) {
        Matcher parts = NAME_AND_PORT.matcher(host);
        return parts.matches()
                && (names.contains(parts.group("name"))
                        || IP_ADDRESS.matcher(parts.group("name")).matches());
    }

    /** A link on another site may lead to the page itself. */
    private static boolean isForeign(Headers headers, String host, String path) {
        List<String> origins = headers.getOrDefault("Origin", List.of());
        boolean isOwnOrigin = origins.stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .allMatch(origin -> origin.equals("http://" + host) || origin.equals("https://" + host));
        boolean isOwnSite = path.equals("/")
                || headers.getOrDefault("Sec-Fetch-Site", List.of()).stream()
                        .allMatch(site -> site.equals("same-origin") || site.equals("none"));
        return !isOwnOrigin || !isOwnSite;
    }

    private static boolean isTooLarge(Headers headers) {
        return headers.containsKey("Transfer-Encoding")
                || headers.getOrDefault("Content-Length", List.of()).stream()
                        .anyMatch(length -> !LENGTH.matcher(length).matches() || Integer.parseInt(length) > MOST_BYTES);
    }

    private boolean isLetIn(HttpExchange exchange) {
        if (token.isEmpty()) {
            return true;
        }
        Optional<String> bearer = only(exchange.getRequestHeaders(), "Authorization")
                .filter(credentials -> credentials.startsWith(BEARER))
                .map(credentials -> credentials.substring(BEARER.length()).strip());
        return bearer.filter(token.get()::isRight).isPresent()
                || Cookies.of(exchange).stream().anyMatch(token.get()::isCookie);
    }

    /** The value of a header that is there once. */
    private static Optional<String> only(Headers headers, String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.get(0).strip()) : Optional.empty();
    }
}
