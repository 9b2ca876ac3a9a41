package io.qmaster.compressor;

/**
 * What a program wrote to one of its outputs.
 *
 * @param text the whole of it, or its beginning and end with a line between them that tells the gap
 * @param leftOut how many bytes are missing in the middle, at least; 0 if nothing is
 */
record CapturedOutput(String text, long leftOut) {
    /** The line that stands in place of so many bytes. */
    static String gap(long bytes) {
        return "[… " + bytes + " bytes left out …]";
    }

    /** Whether nothing is missing. */
    boolean isWhole() {
        return leftOut == 0;
    }
}
