package io.qmaster.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Keeps Logback from searching for configuration files. Nothing is logged until {@link Logging} configures it. Used where the
 * program is started without its launcher, which names the faster {@link UnconfiguredLogback}.
 */
public final class LogbackBegin extends ContextAwareBase implements Configurator {
    /** Logback creates it by reflection. */
    public LogbackBegin() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
