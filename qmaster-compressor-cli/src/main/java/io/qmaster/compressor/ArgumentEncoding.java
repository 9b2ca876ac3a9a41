package io.qmaster.compressor;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sees to it that a program gets its arguments in UTF-8, whatever charset the Java runtime hands them over in.
 *
 * <p>Java 17 hands them over in the default charset ({@code -Dfile.encoding}), later ones in that of the locale, and both
 * put a {@code ?} for what it lacks: in the path of a source Compressor would take that for the start of parameters.
 *
 * @param charset what the runtime hands arguments over in
 */
record ArgumentEncoding(Charset charset) {
    private static final int FIRST_WITH_LOCALE = 18;

    /** The encoding of the runtime that we are in. */
    static ArgumentEncoding ofThisRuntime() {
        String locale = System.getProperty("sun.jnu.encoding", "UTF-8");
        boolean byLocale = Runtime.version().feature() >= FIRST_WITH_LOCALE && Charset.isSupported(locale);
        return new ArgumentEncoding(byLocale ? Charset.forName(locale) : Charset.defaultCharset());
    }

    /**
     * The text that the runtime turns into the UTF-8 bytes of an argument.
     *
     * @throws IOException if its charset has no text for these bytes, with advice
     */
    String encoded(String argument) throws IOException {
        byte[] wanted = argument.getBytes(StandardCharsets.UTF_8);
        String text = new String(wanted, charset);
        if (!Arrays.equals(text.getBytes(charset), wanted)) {
            throw new IOException(
                    "this Java runtime hands arguments over in " + charset
                            + ", in which not every name can be written; start it with -Dfile.encoding=UTF-8 in a UTF-8 locale");
        }
        return text;
    }
}
