package io.qmaster.cli.monitor;

import com.sun.net.httpserver.HttpExchange;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.Json;
import io.qmaster.domain.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Answers requests. */
final class Reply {
    static final int OK = 200;
    static final int ACCEPTED = 202;
    static final int NO_CONTENT = 204;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int WRONG_METHOD = 405;
    static final int CONFLICT = 409;
    static final int TOO_LARGE = 413;
    static final int INTERNAL_ERROR = 500;
    static final int BAD_GATEWAY = 502;
    static final int BUSY = 503;

    private static final String JSON = "application/json; charset=utf-8";

    private Reply() {}

    /** Sends a content. */
    static void content(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead || content.length == 0 ? -1 : content.length);
        if (!isHead) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(content);
            }
        }
        exchange.close();
    }

    /** Sends a document. */
    static void json(HttpExchange exchange, int status, Object document) throws IOException {
        content(exchange, status, JSON, Json.write(document));
    }

    /** Sends nothing but a status. */
    static void empty(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** Sends a failure, as the program prints it. */
    static void failure(HttpExchange exchange, int status, Failure failure) throws IOException {
        json(exchange, status, Documents.Failure.of(failure));
    }

    /** The same of a request that is refused. */
    static void refuse(HttpExchange exchange, int status, String code, String message, String hint) throws IOException {
        failure(exchange, status, Failure.withoutSubmission(code, message).hint(hint));
    }
}
