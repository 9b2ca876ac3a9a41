package io.qmaster.domain.internal.order;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.SubmissionId;
import java.nio.file.Path;
import java.text.Normalizer;

/**
 * The name under which the engine lists a batch: what the user or the source gave, and a token by which the batch is found
 * again.
 *
 * <p>An engine shortens long names at their end, where the token is. So the user's part is shortened first, in its middle:
 * beginning and end of a file's name are what tells it from others. An exact name is left as it is.
 */
final class BatchName {
    private static final int LONGEST_EXACT_NAME = 200;
    private static final String BEHIND_SOURCE = " Transcode";
    private static final String CUT = "...";

    private BatchName() {}

    /** The name for a request. */
    static String of(BatchRequest request, Path firstSource, SubmissionId submissionId) {
        if (request.exactName()) {
            return request.batchName().orElseGet(() -> ofSource(firstSource, LONGEST_EXACT_NAME));
        }
        String token = tokenPart(submissionId);
        int room = BatchOrder.LONGEST_KEPT_NAME - token.length();
        return request.batchName().map(name -> shortened(name, room)).orElseGet(() -> ofSource(firstSource, room))
                + token;
    }

    /** The user's part of a name, as far as the engine was given it. */
    static String withoutToken(BatchOrder order) {
        String token = tokenPart(order.submissionId());
        return !order.exactName() && order.name().endsWith(token)
                ? order.name().substring(0, order.name().length() - token.length())
                : order.name();
    }

    private static String tokenPart(SubmissionId submissionId) {
        return " [" + submissionId.token() + "]";
    }

    /** A file name can hold what the name of a batch must not: control characters, a leading dash, too much. */
    private static String ofSource(Path source, int room) {
        String file = FileNames.of(source)
                .codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceFirst("^[\\s-]+", "");
        return (shortened(file, room - BEHIND_SOURCE.length()) + BEHIND_SOURCE).strip();
    }

    /** Cuts letters out of the middle until the rest fits in any Unicode form. */
    private static String shortened(String text, int room) {
        if (length(text) <= room) {
            return text;
        }
        int[] letters = text.codePoints().toArray();
        int head = letters.length / 2;
        int tail = head;
        while (length(joined(letters, head, tail)) > room) {
            if (head > letters.length - tail) {
                head--;
            } else {
                tail++;
            }
        }
        return joined(letters, head, tail);
    }

    private static String joined(int[] letters, int head, int tail) {
        return new String(letters, 0, head).stripTrailing()
                + CUT
                + new String(letters, tail, letters.length - tail).stripLeading();
    }

    /** An engine may take letters and marks apart before it counts. */
    private static int length(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD).length();
    }
}
