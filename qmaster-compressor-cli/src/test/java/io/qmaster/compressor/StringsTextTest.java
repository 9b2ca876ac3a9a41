package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StringsTextTest {
    private static Map<String, String> texts(String text) throws IOException {
        return StringsText.texts(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE"})
    void theNamesOfAnOldApplicationAreReadInEveryEncoding(String encoding) throws IOException {
        String mark = encoding.equals("UTF-16LE") ? "\ufeff" : "";
        String text = mark + "/* the names */\n\"HD720\" = \"HD 720p\";\r\n// another\n\"Größe\"=\"50\u00a0%\";\n";

        assertThat(StringsText.texts(text.getBytes(Charset.forName(encoding))))
                .containsExactly(entry("HD720", "HD 720p"), entry("Größe", "50\u00a0%"));
    }

    @Test
    void escapesAreDecodedAndKeysNeedNoQuotes() throws IOException {
        assertThat(texts("a.b = \"x \\\"y\\\" \\n\\U00e9\\101\"; alone;"))
                .containsExactly(entry("a.b", "x \"y\" \n\u00e9A"), entry("alone", "alone"));
    }

    @Test
    void theFirstOfSeveralTextsForAKeyCounts() throws IOException {
        assertThat(texts("a = one; a = two;")).containsExactly(entry("a", "one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = b", "a b;", "\"a", "/* a", "= b;", "{ a = b; }", "a = ;", "<plist>"})
    void anInvalidListOfStringsIsRefused(String text) {
        assertThatThrownBy(() -> texts(text)).isInstanceOf(IOException.class);
    }

    @Property(tries = 500)
    void anyBytesAreNamesOrRefused(@ForAll byte[] content) {
        try {
            assertThat(StringsText.texts(content)).doesNotContainValue(null);
        } catch (IOException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 500)
    void anyKeysAndTextsAreReadBack(
            @ForAll @CharRange(from = ' ', to = '\u0800') String key,
            @ForAll @CharRange(from = ' ', to = '\u0800') String value)
            throws IOException {
        assertThat(texts('"' + escaped(key) + "\" = \"" + escaped(value) + "\";"))
                .containsExactly(entry(key, value));
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
