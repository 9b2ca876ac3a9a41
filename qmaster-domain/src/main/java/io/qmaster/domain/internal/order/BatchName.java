package io.qmaster.domain.internal.order;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.SubmissionId;
import java.nio.file.Path;
import java.text.Normalizer;

/**
 * The name under which the engine lists a batch: the user's part or one from the source, and the token.
 *
 * <p>An engine shortens long names at their end, where the token is. So the user's part is shortened in the middle: the
 * start and the end of a file name distinguish it best. An exact name is not changed.
 */
final class BatchName {
    private static final int LONGEST_EXACT_NAME = 200;
    private static final String SOURCE_SUFFIX = " Transcode";
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

    /** The part of a name before the token, possibly shortened. */
    static String withoutToken(BatchOrder order) {
        String token = tokenPart(order.submissionId());
        return !order.exactName() && order.name().endsWith(token)
                ? order.name().substring(0, order.name().length() - token.length())
                : order.name();
    }

    private static String tokenPart(SubmissionId submissionId) {
        return " [" + submissionId.token() + "]";
    }

    /**
     * Removes what a file name can have and a batch name must not: control characters, leading dashes, excess length.
     */
    private static String ofSource(Path source, int room) {
        String file = FileNames.of(source)
                .codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceFirst("^[\\s-]+", "");
        return (shortened(file, room - SOURCE_SUFFIX.length()) + SOURCE_SUFFIX).strip();
    }

    /** Removes characters from the middle until the rest fits in every Unicode form. */
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

    /** The length after decomposition, which an engine may apply. */
    private static int length(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD).length();
    }
}
