/** Drives the command lines of Compressor and Batch Monitor. */
@SuppressWarnings("requires-automatic")
module io.qmaster.compressor {
    requires transitive io.qmaster.domain;
    requires java.xml;
    requires org.apache.commons.exec;
    requires org.jsoup;
    requires org.slf4j;
    requires tools.jackson.core;
    requires static transitive org.jspecify;
    // Only CompressorModule needs it. Not transitive: otherwise every consumer would need it to compile.
    requires static com.google.guice;

    exports io.qmaster.compressor;
    exports io.qmaster.compressor.probe;
}
