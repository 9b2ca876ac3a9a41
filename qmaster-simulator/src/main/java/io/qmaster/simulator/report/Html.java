package io.qmaster.simulator.report;

/** Builds HTML; escapes texts. Not thread-safe. */
final class Html {
    private final StringBuilder text = new StringBuilder();

    /** Adds markup unescaped. */
    Html raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Adds markup, with every {@code %s} replaced by an escaped text. */
    Html add(String markup, Object... texts) {
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
                default -> text.append(character);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
