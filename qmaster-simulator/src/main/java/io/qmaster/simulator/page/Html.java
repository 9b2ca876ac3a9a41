package io.qmaster.simulator.page;

/** Builds HTML; escapes texts. Not thread-safe. */
public final class Html {
    private final StringBuilder text = new StringBuilder();

    /** Starts empty. */
    public Html() {}

    /** Adds markup unescaped. */
    public Html raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Adds markup, with every {@code %s} replaced by an escaped text. */
    public Html add(String markup, Object... texts) {
        int from = 0;
        for (Object each : texts) {
            int at = markup.indexOf("%s", from);
            text.append(markup, from, at);
            escape(each.toString());
            from = at + 2;
        }
        text.append(markup, from, markup.length());
        return this;
    }

    private void escape(String raw) {
        for (int at = 0; at < raw.length(); at++) {
            char character = raw.charAt(at);
            switch (character) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                case '\'' -> text.append("&#39;");
                default -> text.append(isPrintable(character) ? character : '\u00b7');
            }
        }
    }

    /** Control characters, and those that hide text or change its direction, are shown as a dot. */
    private static boolean isPrintable(char character) {
        int type = Character.getType(character);
        return character == '\n'
                || (type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR);
    }

    /** All that was added. */
    @Override
    public String toString() {
        return text.toString();
    }
}
