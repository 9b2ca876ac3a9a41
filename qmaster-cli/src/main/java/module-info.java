/** The {@code qmaster} program and its webhooks. An application: it exports nothing. */
@SuppressWarnings("requires-automatic")
open module io.qmaster.cli {
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires com.fasterxml.jackson.annotation;
    // Guice has no module descriptor that would require what it uses.
    requires com.google.common;
    requires com.google.guice;
    requires dev.failsafe.core;
    requires info.picocli;
    requires io.prometheus.metrics.config;
    requires io.prometheus.metrics.core;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires io.qmaster.compressor;
    requires io.qmaster.domain;
    requires io.qmaster.simulator;
    requires jakarta.inject;
    requires java.logging;
    requires java.net.http;
    requires jdk.httpserver;
    requires org.jline.terminal;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires static org.jspecify;

    provides ch.qos.logback.classic.spi.Configurator with
            io.qmaster.cli.LogbackBegin;
    provides org.slf4j.spi.SLF4JServiceProvider with
            io.qmaster.cli.UnconfiguredLogback;
}
