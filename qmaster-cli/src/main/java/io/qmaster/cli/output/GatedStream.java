package io.qmaster.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A stream of UTF-8 text that escapes control characters before it passes the text on. Thread-safe. */
final class GatedStream extends OutputStream {
    private static final int LONGEST_SEQUENCE = 20;
    private static final int CHUNK = 1024;

    private final OutputStream to;
    private final UnaryOperator<String> clean;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] undecoded = {};
    private String unfinished = "";

    GatedStream(OutputStream to, UnaryOperator<String> clean) {
        this.to = to;
        this.clean = clean;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        String text = unfinished + decoded(bytes, from, length);
        int end = beginOfUnfinishedSequence(text);
        unfinished = text.substring(end);
        to.write(clean.apply(text.substring(0, end)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void flush() throws IOException {
        to.flush();
    }

    private String decoded(byte[] bytes, int from, int length) {
        ByteBuffer in = ByteBuffer.allocate(undecoded.length + length)
                .put(undecoded)
                .put(bytes, from, length)
                .flip();
        StringBuilder text = new StringBuilder();
        CharBuffer out = CharBuffer.allocate(CHUNK);
        boolean more = true;
        while (more) {
            more = decoder.decode(in, out, false).isOverflow();
            text.append(out.flip());
            out.clear();
        }
        undecoded = new byte[in.remaining()];
        in.get(undecoded);
        return text.toString();
    }

    /** The rest of an escape sequence may come with the next bytes. */
    private static int beginOfUnfinishedSequence(String text) {
        int escape = text.lastIndexOf('\u001b');
        boolean isOpen = escape >= 0
                && text.length() - escape < LONGEST_SEQUENCE
                && text.substring(escape + 1).matches("(\\[[0-9;?]*)?");
        return isOpen ? escape : text.length();
    }
}
