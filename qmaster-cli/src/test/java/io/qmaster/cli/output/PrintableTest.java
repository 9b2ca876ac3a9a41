package io.qmaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Texts from outside on a terminal. */
class PrintableTest {
    @Test
    void linesBecomeOne() {
        assertThat(Printable.oneLine("one\r\n  two\nthree\n")).isEqualTo("one two three");
    }

    @Test
    void whatCouldMoveTheCursorOrHideTextIsReplaced() {
        assertThat(Printable.oneLine("a\u001b[2Jb\u0007c\u202ed")).isEqualTo("a�[2Jb�c�d");
    }

    @Test
    void otherScriptsStayAsTheyAre() {
        assertThat(Printable.oneLine("Übung 映画 🎬")).isEqualTo("Übung 映画 🎬");
    }
}
