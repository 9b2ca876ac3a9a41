/** Submits transcode batches to an engine, watches them, and accounts for every one. */
@SuppressWarnings("module")
module io.qmaster.domain {
    requires java.xml;
    requires static transitive org.jspecify;

    exports io.qmaster.domain;
    exports io.qmaster.domain.feed;
    exports io.qmaster.domain.journal;
    exports io.qmaster.domain.port;
    exports io.qmaster.domain.standard;
    exports io.qmaster.domain.verify;

    // The contract tests, in the test-jar, call engines with orders.
    exports io.qmaster.domain.internal.order to
            io.qmaster.domain.contract;
}
