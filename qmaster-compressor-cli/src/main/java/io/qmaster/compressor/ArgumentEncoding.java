package io.qmaster.compressor;

import io.qmaster.domain.Failure;
import io.qmaster.domain.UnsupportedByEngineException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Passes the arguments of a program as UTF-8, whatever charset the Java runtime uses for them.
 *
 * <p>Java 17 uses the default charset ({@code -Dfile.encoding}), later versions that of the locale. Both replace
 * unmappable characters with {@code ?}, which Compressor would take for the start of parameters in the path of a
 * source. In Latin-1 and other single-byte charsets, every sequence of bytes can be written as text. In US-ASCII, the
 * charset of a cron job without a locale, a name with other characters cannot be passed: such a command is refused
 * before anything starts. The locale of a Mac is always UTF-8.
 *
 * @param charset the charset that the runtime uses for arguments
 */
record ArgumentEncoding(Charset charset) {
    /** How to start a Java runtime that can pass every name. */
    static final String ADVICE =
            "start Java in a UTF-8 locale, for example with LC_ALL=C.UTF-8, and Java 17 also with -Dfile.encoding=UTF-8";

    private static final int FIRST_WITH_LOCALE = 18;

    /** The encoding of this Java runtime. */
    static ArgumentEncoding ofThisRuntime() {
        String locale = System.getProperty("sun.jnu.encoding", "UTF-8");
        boolean byLocale = Runtime.version().feature() >= FIRST_WITH_LOCALE && Charset.isSupported(locale);
        return new ArgumentEncoding(byLocale ? Charset.forName(locale) : Charset.defaultCharset());
    }

    /** Whether names in every script can be passed. */
    boolean canWriteEveryName() {
        return canWrite("ü 日本語 🎬");
    }

    private boolean canWrite(String argument) {
        byte[] wanted = argument.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(new String(wanted, charset).getBytes(charset), wanted);
    }

    /**
     * Refuses a command that cannot be passed unchanged.
     *
     * @throws UnsupportedByEngineException if one of its arguments cannot be encoded
     */
    void requireWritable(Command command) {
        Optional<String> lost = Stream.concat(Stream.of(command.program().toString()), command.arguments().stream())
                .filter(argument -> !canWrite(argument))
                .findFirst();
        if (lost.isPresent()) {
            throw new UnsupportedByEngineException(Failure.withoutSubmission(
                            "UNSUPPORTED",
                            "this Java runtime passes arguments in " + charset + ", which cannot encode \""
                                    + command.masked(lost.get()) + "\"")
                    .hint(ADVICE));
        }
    }

    /** The text that the runtime converts to the UTF-8 bytes of an argument, if there is one. */
    String encoded(String argument) {
        return new String(argument.getBytes(StandardCharsets.UTF_8), charset);
    }
}
