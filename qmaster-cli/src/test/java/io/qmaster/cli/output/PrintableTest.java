package io.qmaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Texts from outside on a terminal. */
class PrintableTest {
    @Test
    void aLineBreakIsShownAndBeginsNoLine() {
        assertThat(Printable.oneLine("one\r\n  two\nthree\n")).isEqualTo("one\\r\\n  two\\nthree");
    }

    @ParameterizedTest
    @CsvSource({
        "0x00, \\u0000",
        "0x09, \\t",
        "0x1B, \\u001b",
        "0x7F, \\u007f",
        "0x85, \\u0085",
        "0x9B, \\u009b",
        "0xAD, \\u00ad",
        "0x034F, \\u034f",
        "0x061C, \\u061c",
        "0x115F, \\u115f",
        "0x180E, \\u180e",
        "0x200B, \\u200b",
        "0x200C, \\u200c",
        "0x200D, \\u200d",
        "0x200E, \\u200e",
        "0x200F, \\u200f",
        "0x2028, \\u2028",
        "0x2029, \\u2029",
        "0x202A, \\u202a",
        "0x202E, \\u202e",
        "0x2060, \\u2060",
        "0x2066, \\u2066",
        "0x2069, \\u2069",
        "0x3164, \\u3164",
        "0xFE0F, \\ufe0f",
        "0xFEFF, \\ufeff",
        "0xFFF9, \\ufff9",
        "0xE0001, \\u{e0001}",
        "0xE0041, \\u{e0041}",
        "0xE0100, \\u{e0100}"
    })
    void whatMovesTheCursorOrTurnsOrHidesTextIsShownAsAnEscape(int point, String escape) {
        assertThat(Printable.line("a" + Character.toString(point) + "b")).isEqualTo("a" + escape + "b");
    }

    @Test
    void halfASurrogatePairIsShownAsAnEscape() {
        assertThat(Printable.line("a\ud83d")).isEqualTo("a\\ud83d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Übung 映画 🎬",
                "e\u0301 \u00a0 \u3000.",
                "👩‍👩‍👧 👩🏽‍⚕️ ❤️‍🔥 🏳️‍🌈 1️⃣ ✔︎",
                "می‌خواهم",
                "क्‍ष",
                "葛󠄀",
                "עברית العربية",
                "C:\\new\\u001b"
            })
    void otherScriptsAndEmojiStayAsTheyAre(String text) {
        assertThat(Printable.oneLine(text)).isEqualTo(text);
    }

    @Test
    void ourOwnTextKeepsLinesTabsAndColours() {
        assertThat(Printable.ours("\u001b[1mUsage\u001b[0m:\n\ta\u001b]0;title\u0007"))
                .isEqualTo("\u001b[1mUsage\u001b[0m:\n\ta\\u001b]0;title\\u0007");
    }

    @Test
    void jsonMeansTheSameWithTheirEscapes() {
        String value = "a\u001b\u007f\u009b\u202e\u200b\u2028👩‍👧" + Character.toString(0xE0041) + "\"\\b";
        String document = JsonMapper.shared().writeValueAsString(value);

        String escaped = Printable.json(document);

        assertThat(escaped).isEqualTo(Printable.line(escaped)).contains("\\u202e", "\\u009b", "\\udb40\\udc41");
        assertThat(JsonMapper.shared().readValue(escaped, String.class)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"0x09, \\u0009", "0x0D, \\u000d", "0x1B, \\u001b", "0x7F, \\u007f"})
    void ofWhatMovesTheCursorAJsonDocumentHasOnlyLineBreaks(int point, String escape) {
        assertThat(Printable.json("{\n" + Character.toString(point) + "}\n")).isEqualTo("{\n" + escape + "}\n");
    }
}
