package io.qmaster.cli.manual;

/** The first sentence of a description, for a list in which each entry has little room. */
public final class Sentence {
    private Sentence() {}

    /** The first sentence, without the full stop at its end. */
    public static String first(String... description) {
        String text = String.join(" ", description).replace("%n", " ").replace("%%", "%");
        return text.split("(?<=[a-z)`])[.:;] ", 2)[0].replaceFirst("\\.$", "");
    }
}
