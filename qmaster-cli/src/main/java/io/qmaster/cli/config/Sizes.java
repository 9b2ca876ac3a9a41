package io.qmaster.cli.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts sizes: {@code 1000000}, {@code 500M}, {@code 20G}; K, M, G and T are powers of 1024. */
final class Sizes implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)(?:i?b)?");
    private static final String UNITS = "kmgt";

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new TypeConversionException("must be a size such as 500M or 20G, not \"" + text + "\"");
        }
        long number = Long.parseLong(matcher.group(1));
        int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
        try {
            return Math.multiplyExact(number, 1L << (10 * power));
        } catch (ArithmeticException beyondCounting) {
            throw new TypeConversionException("is too large: \"" + text + "\"");
        }
    }
}
