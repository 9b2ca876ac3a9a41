/** Submits transcode batches to an engine, watches them, and accounts for every one. */
module io.qmaster.domain {
    requires java.xml;
    requires static transitive org.jspecify;

    exports io.qmaster.domain;
    exports io.qmaster.domain.journal;
    exports io.qmaster.domain.port;
    exports io.qmaster.domain.standard;
    exports io.qmaster.domain.verify;
}
