package io.qmaster.it;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a terminal shows after a program has written to it. Knows the control sequences that the program uses; colours are left out. */
final class Screen {
    private static final Pattern PART =
            Pattern.compile("\u001b\\[(?<number>[0-9;]*)(?<control>[A-Za-z])|(?<text>[^\u001b])", Pattern.DOTALL);

    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    private Screen() {}

    /** The lines, without spaces at their ends. */
    static String shown(String written) {
        Screen screen = new Screen();
        Matcher part = PART.matcher(written);
        int end = 0;
        while (part.find()) {
            if (part.start() != end) {
                throw new IllegalArgumentException("a control sequence that a terminal would not know: "
                        + written.substring(end, part.start()).replace("\u001b", "ESC"));
            }
            end = part.end();
            if (part.group("text") != null) {
                screen.write(part.group("text").charAt(0));
            } else {
                screen.control(part.group("control"), part.group("number"));
            }
        }
        return screen.lines.stream()
                .map(StringBuilder::toString)
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    private void write(char letter) {
        switch (letter) {
            case '\r' -> column = 0;
            case '\n' -> {
                row++;
                if (row == lines.size()) {
                    lines.add(new StringBuilder());
                }
            }
            default -> {
                StringBuilder line = lines.get(row);
                while (line.length() <= column) {
                    line.append(' ');
                }
                line.setCharAt(column, letter);
                column++;
            }
        }
    }

    private void control(String control, String number) {
        switch (control) {
            case "A" -> row -= number.isEmpty() ? 1 : Integer.parseInt(number);
            case "K" -> eraseLine();
            case "J" -> {
                eraseLine();
                lines.subList(row + 1, lines.size()).clear();
            }
            case "m" -> {}
            default -> throw new IllegalArgumentException("an unknown control sequence: ESC [" + number + control);
        }
    }

    private void eraseLine() {
        StringBuilder line = lines.get(row);
        line.setLength(Math.min(line.length(), column));
    }
}
