package io.qmaster.compressor;

/**
 * What a program wrote to one of its outputs.
 *
 * @param text the whole output, or its beginning and end with a line about the gap between them
 * @param leftOut the minimum number of bytes that are missing in the middle; 0 if none
 */
record CapturedOutput(String text, long leftOut) {
    /** The line that replaces a number of bytes. */
    static String gap(long bytes) {
        return "[… " + bytes + " bytes left out …]";
    }

    /** Whether nothing is missing. */
    boolean isWhole() {
        return leftOut == 0;
    }
}
