package io.qmaster.compressor;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sees to it that a program gets its arguments in UTF-8, whatever charset the Java runtime hands them over in.
 *
 * <p>Java 17 hands them over in the default charset ({@code -Dfile.encoding}), later ones in that of the locale, and both
 * put a {@code ?} for what it lacks: in the path of a source Compressor would take that for the start of parameters. With
 * Latin-1, as with every charset of one byte a letter, a text can be found that comes out right; with US-ASCII, the charset
 * of a job of launchd or cron without a locale, none for most names: such a program is started by a {@link RelayedProcess}.
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

    /** Whether there is a text that the runtime turns into the UTF-8 bytes of an argument. */
    boolean canWrite(String argument) {
        byte[] wanted = argument.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(new String(wanted, charset).getBytes(charset), wanted);
    }

    /**
     * The text that the runtime turns into the UTF-8 bytes of an argument.
     *
     * @throws IllegalArgumentException if there is none, see {@link #canWrite}
     */
    String encoded(String argument) {
        if (!canWrite(argument)) {
            throw new IllegalArgumentException("not every letter of it can be written in " + charset);
        }
        return new String(argument.getBytes(StandardCharsets.UTF_8), charset);
    }
}
