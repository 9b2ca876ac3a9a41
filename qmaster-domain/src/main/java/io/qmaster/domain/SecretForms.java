package io.qmaster.domain;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds a secret in a text in every form in which programs write it: plain, in a URL, in JSON or XML, quoted or escaped
 * for a shell, in hexadecimal digits, or in Base64, there also inside a longer text such as {@code user:password}.
 * Immutable.
 */
final class SecretForms {
    private static final String BASE64_CHARACTERS = "A-Za-z0-9+/_\\-";
    private static final String PADDING_IN_URL = "%3D";
    /** A shorter piece could be part of an ordinary word. */
    private static final int LEAST_PIECE = 5;

    private static final int LEAST_HEX_BYTES = 4;
    private static final int BYTES_OF_GROUP = 3;
    private static final int BITS_OF_BYTE = 8;
    private static final int BITS_OF_CHARACTER = 6;

    private final Pattern written;
    private final List<Pattern> base64Pieces;

    SecretForms(String secret) {
        List<String> spellings = Stream.of(
                        secret,
                        Normalizer.normalize(secret, Normalizer.Form.NFC),
                        Normalizer.normalize(secret, Normalizer.Form.NFD))
                .distinct()
                .toList();
        List<String> forms = new ArrayList<>();
        List<Pattern> pieces = new ArrayList<>();
        for (String spelling : spellings) {
            byte[] bytes = spelling.getBytes(StandardCharsets.UTF_8);
            forms.add(letters(spelling));
            if (bytes.length >= LEAST_HEX_BYTES) {
                forms.add(hexadecimal(bytes));
            }
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                forms.add("(?<![" + BASE64_CHARACTERS + "])"
                        + inBase64(encoder.withoutPadding().encodeToString(bytes))
                        + "(?:=|%3[Dd]){0,2}(?![" + BASE64_CHARACTERS + "=])");
                IntStream.range(0, BYTES_OF_GROUP)
                        .mapToObj(before -> piece(encoder, bytes, before))
                        .filter(piece -> piece.length() >= LEAST_PIECE)
                        .map(piece -> Pattern.compile(inBase64(piece)))
                        .forEach(pieces::add);
            }
        }
        written = Pattern.compile(String.join("|", forms));
        base64Pieces = List.copyOf(pieces);
    }

    /** The text with every occurrence replaced. */
    String mask(String text, String shown) {
        String masked = text;
        for (Pattern piece : base64Pieces) {
            masked = withoutBase64(piece, masked, shown);
        }
        return written.matcher(masked).replaceAll(Matcher.quoteReplacement(shown));
    }

    /** Replaces the whole run of Base64 around a piece, which may also contain the user and the host. */
    private static String withoutBase64(Pattern piece, String text, String shown) {
        Matcher found = piece.matcher(text);
        if (!found.find()) {
            return text;
        }
        StringBuilder masked = new StringBuilder();
        int at = 0;
        do {
            int begin = found.start();
            while (begin > at && isBase64(text.charAt(begin - 1))) {
                begin--;
            }
            int end = found.end();
            while (end < text.length() && (isBase64(text.charAt(end)) || text.charAt(end) == '=')) {
                end++;
            }
            while (text.regionMatches(true, end, PADDING_IN_URL, 0, PADDING_IN_URL.length())) {
                end += PADDING_IN_URL.length();
            }
            masked.append(text, at, begin).append(shown);
            at = end;
        } while (found.find(at));
        return masked.append(text.substring(at)).toString();
    }

    private static boolean isBase64(char unit) {
        return (unit >= 'A' && unit <= 'Z')
                || (unit >= 'a' && unit <= 'z')
                || (unit >= '0' && unit <= '9')
                || "+/_-".indexOf(unit) >= 0;
    }

    /** The characters that do not depend on the bytes around these when they start at an offset. */
    private static String piece(Base64.Encoder encoder, byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        int from = (before * BITS_OF_BYTE + BITS_OF_CHARACTER - 1) / BITS_OF_CHARACTER;
        int to = shifted.length * BITS_OF_BYTE / BITS_OF_CHARACTER;
        return from >= to ? "" : encoder.encodeToString(shifted).substring(from, to);
    }

    /** A pattern of Base64 that may have line breaks, as in a mail, and may be part of a URL or of JSON. */
    private static String inBase64(String characters) {
        return characters
                .chars()
                .mapToObj(each -> switch (each) {
                    case '+' -> "(?:\\+|%2[Bb])";
                    case '/' -> "(?:\\\\?/|%2[Ff])";
                    default -> Character.toString(each);
                })
                .collect(Collectors.joining("(?:\\R|\\\\n)?"));
    }

    private static String hexadecimal(byte[] bytes) {
        StringBuilder digits = new StringBuilder();
        for (byte each : bytes) {
            digits.append(String.format("%02x", each));
        }
        return "(?i:" + digits + ")";
    }

    private static String letters(String text) {
        return text.codePoints().mapToObj(SecretForms::letter).collect(Collectors.joining());
    }

    /** A pattern of every way to write a character. */
    private static String letter(int letter) {
        String plain = Character.toString(letter);
        StringBuilder inUrl = new StringBuilder();
        StringBuilder inOctal = new StringBuilder();
        StringBuilder inHex = new StringBuilder();
        for (byte each : plain.getBytes(StandardCharsets.UTF_8)) {
            inUrl.append(String.format("%%(?:25)*(?i:%02X)", each));
            inOctal.append(String.format("\\\\{1,8}0?%03o", Byte.toUnsignedInt(each)));
            inHex.append(String.format("\\\\{1,8}x(?i:%02X)", each));
        }
        StringBuilder inJson = new StringBuilder();
        plain.chars().forEach(each -> inJson.append(String.format("\\\\{1,8}u(?i:%04X)", each)));
        String entities = String.format("&(?:amp;)*#0*%d;|&(?:amp;)*#[xX]0*(?i:%X);", letter, letter);
        String quoted = Pattern.quote(plain);
        // The plain character last: it can be a prefix of another way.
        return "(?:" + inUrl + "|" + inJson + "|" + inOctal + "|" + inHex + "|" + entities
                + switch (letter) {
                    case ' ' -> "|\\+";
                    case '"' -> "|&(?:amp;)*quot;|'\"'";
                    // In a shell, '\'' and '"'"' close the quotes, write the quote and reopen them.
                    case '\'' -> "|&(?:amp;)*apos;|'\\\\{1,8}''|'\"'\"'";
                    case '&' -> "|&(?:amp;)+";
                    case '<' -> "|&(?:amp;)*lt;";
                    case '>' -> "|&(?:amp;)*gt;";
                    default -> "";
                }
                + (Character.isLetterOrDigit(letter) ? "|" : "|\\\\{0,8}") + quoted + ")";
    }
}
