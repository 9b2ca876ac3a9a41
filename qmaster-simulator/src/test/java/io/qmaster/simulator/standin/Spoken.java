package io.qmaster.simulator.standin;

/** The output of a program, and its exit code. */
record Spoken(int exitCode, String out, String err) {
    /** The first word of capitals and hyphens after a key such as {@code batchID}. */
    String id(String key) {
        return (out + err).replaceFirst("(?s).*?" + key + "\"?[ :=]+\"?([0-9A-F-]{36}).*", "$1");
    }

    /** The status of the first element or field. */
    String status() {
        return out.replaceFirst("(?s).*?\"?status\"?[ :=]+\"([^\"]*)\".*", "$1");
    }
}
