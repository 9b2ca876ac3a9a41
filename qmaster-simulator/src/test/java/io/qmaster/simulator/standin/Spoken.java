package io.qmaster.simulator.standin;

/** What a program said, and its exit code. */
record Spoken(int exitCode, String out, String err) {
    /** The first word in capitals and hyphens behind a key such as {@code batchID}. */
    String id(String key) {
        return (out + err).replaceFirst("(?s).*?" + key + "\"?[ :=]+\"?([0-9A-F-]{36}).*", "$1");
    }

    /** The status of the first element or field. */
    String status() {
        return out.replaceFirst("(?s).*?\"?status\"?[ :=]+\"([^\"]*)\".*", "$1");
    }
}
