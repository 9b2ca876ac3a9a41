package io.qmaster.compressor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the first and the last bytes of a stream of any length: the reason of a refusal comes early, ids may come last.
 * Not thread-safe.
 */
final class HeadAndTail {
    private final int headLimit;
    private final int tailLimit;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private byte[] ring = new byte[0];
    private int ringStart;
    private int ringSize;
    private long leftOut;

    HeadAndTail(int headLimit, int tailLimit) {
        this.headLimit = headLimit;
        this.tailLimit = tailLimit;
    }

    /** How many more bytes fit into the head. */
    int headRoom() {
        return headLimit - head.size();
    }

    /** Adds the next bytes. */
    void add(byte[] bytes, int length) {
        int toHead = Math.min(headRoom(), length);
        head.write(bytes, 0, toHead);
        for (int at = toHead; at < length; at++) {
            addToTail(bytes[at]);
        }
    }

    /** Skips bytes that would not be kept, since at least a whole tail of others follows them. */
    void skip(long bytes) {
        leftOut += bytes + ringSize;
        ringSize = 0;
        ringStart = 0;
    }

    /** Everything kept, as UTF-8. */
    CapturedOutput captured() {
        byte[] tail = tail();
        if (leftOut == 0) {
            head.writeBytes(tail);
            return new CapturedOutput(head.toString(StandardCharsets.UTF_8), 0);
        }
        return new CapturedOutput(
                head.toString(StandardCharsets.UTF_8)
                        + "\n" + CapturedOutput.gap(leftOut) + "\n"
                        + new String(tail, StandardCharsets.UTF_8),
                leftOut);
    }

    private void addToTail(byte next) {
        if (ring.length == 0) {
            ring = new byte[tailLimit];
        }
        if (ringSize < tailLimit) {
            ring[(ringStart + ringSize) % tailLimit] = next;
            ringSize++;
        } else {
            ring[ringStart] = next;
            ringStart = (ringStart + 1) % tailLimit;
            leftOut++;
        }
    }

    private byte[] tail() {
        byte[] tail = new byte[ringSize];
        for (int at = 0; at < ringSize; at++) {
            tail[at] = ring[(ringStart + at) % tailLimit];
        }
        return tail;
    }
}
