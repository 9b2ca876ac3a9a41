package io.qmaster.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAware;
import ch.qos.logback.core.spi.LifeCycle;
import ch.qos.logback.core.status.Status;
import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.UserFile;
import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Configures the log on standard error and in the log file. */
final class Logging {
    /** The log of the library, switched off: the program logs the events of batches itself. */
    private static final java.util.logging.Logger LIBRARY = java.util.logging.Logger.getLogger("io.qmaster.domain");

    private final LoggerContext context;
    private final boolean debug;
    private final boolean verbose;
    private final boolean json;

    private Logging(LoggerContext context, Configuration configuration) {
        this.context = context;
        this.debug = configuration.isDebug();
        this.verbose = configuration.isVerbose();
        this.json = configuration.logsJson();
    }

    /**
     * Starts logging as configured.
     *
     * @throws CommandFailure if the log file cannot be written
     */
    static void begin(Configuration configuration, Console console) {
        Optional<Path> file = configuration.logFile();
        file.ifPresent(Logging::requireWritable);
        LIBRARY.setLevel(java.util.logging.Level.OFF);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Logging logging = new Logging(context, configuration);
        Level onStderr = logging.onStderr(console);
        Level inFile = file.isPresent() ? logging.inFile() : Level.OFF;
        root(context).setLevel(onStderr.isGreaterOrEqual(inFile) ? inFile : onStderr);
        if (onStderr != Level.OFF) {
            root(context)
                    .addAppender(logging.started(
                            new ConsoleAppender(console, onStderr, logging.json ? logging.encoder() : null)));
        }
        file.ifPresent(path -> logging.write(path, console));
        if (!logging.debug) {
            // It logs every step of a process as a warning.
            context.getLogger("com.github.kokorin.jaffree").setLevel(Level.OFF);
        }
    }

    private Level onStderr(Console console) {
        if (debug) {
            return Level.DEBUG;
        }
        if (verbose) {
            return Level.INFO;
        }
        return console.isTalkative() ? Level.WARN : Level.OFF;
    }

    private Level inFile() {
        return debug ? Level.DEBUG : Level.INFO;
    }

    private void write(Path file, Console console) {
        AtomicBoolean told = new AtomicBoolean();
        context.getStatusManager().add(status -> {
            if (status.getLevel() == Status.ERROR && !told.getAndSet(true)) {
                String reason = status.getThrowable() instanceof IOException refused ? ": " + Reason.of(refused) : "";
                String message = "the log file " + file + " cannot be written" + reason;
                console.warn(message, Optional.empty());
                if (console.isTalkative()) {
                    console.log(message);
                }
            }
        });
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        appender.setAppend(true);
        appender.setEncoder(encoder());
        root(context).addAppender(started(appender));
    }

    private Encoder<ILoggingEvent> encoder() {
        if (json) {
            JsonEncoder encoder = new JsonLogLine();
            encoder.setWithSequenceNumber(false);
            encoder.setWithNanoseconds(false);
            encoder.setWithContext(false);
            encoder.setWithMDC(true);
            encoder.setWithMarkers(false);
            encoder.setWithKVPList(false);
            encoder.setWithMessage(false);
            encoder.setWithArguments(false);
            encoder.setWithFormattedMessage(true);
            return started(encoder);
        }
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(started(new LogLine()));
        return started(encoder);
    }

    private <T extends ContextAware & LifeCycle> T started(T part) {
        part.setContext(context);
        part.start();
        return part;
    }

    private static ch.qos.logback.classic.Logger root(LoggerContext context) {
        return context.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    /** A new log file has mode 0600 whatever the umask. An existing one keeps its permissions. */
    private static void requireWritable(Path file) {
        try {
            UserFile.requireNoPipe(file);
            if (!Files.exists(file)) {
                make(file);
            }
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException refused) {
            throw CommandFailure.usage(
                    "the log file " + file + " cannot be written: " + Reason.of(refused), "name another --log-file");
        }
    }

    private static void make(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> alone = PosixFilePermissions.fromString("rw-------");
        // Follows symbolic links, so that a link may point to a new file.
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.newByteChannel(file, options, PosixFilePermissions.asFileAttribute(alone))
                .close();
    }
}
