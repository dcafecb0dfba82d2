package dev.zonal.csi.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.zonal.csi.config.Configuration.LogFormat;
import dev.zonal.csi.config.Configuration.LogSettings;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Configures logback by code, since the settings decide on its format and level. */
public final class Logging {
    /** Libraries speak up only when something is wrong; what they find noteworthy is not what operators do. */
    private static final Level LIBRARIES = Level.WARN;

    /** Warns at every connection that a unix socket has no TCP keep-alive. */
    private static final String CHATTY = "io.netty.bootstrap";

    /** Says at each try that a collector takes no traces; that is said once elsewhere. */
    private static final String REPETITIVE = "io.opentelemetry.exporter";

    private static final String OURS = "dev.zonal.csi";

    private Logging() {}

    /** From now on the log goes to that stream, as configured. */
    public static void start(LogSettings settings, OutputStream stream) {
        start((LoggerContext) LoggerFactory.getILoggerFactory(), settings, stream);
    }

    static void start(LoggerContext context, LogSettings settings, OutputStream stream) {
        LineEncoder encoder = settings.format() == LogFormat.JSON ? new JsonEncoder() : new TextEncoder();
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setName("log");
        appender.setEncoder(encoder);
        appender.setOutputStream(new Unclosed(stream));
        appender.start();

        context.reset();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(LIBRARIES);
        root.addAppender(appender);
        context.getLogger(CHATTY).setLevel(Level.ERROR);
        context.getLogger(REPETITIVE).setLevel(Level.OFF);
        context.getLogger(OURS).setLevel(Level.convertAnSLF4JLevel(settings.level()));
        takeOverJdkLogging();
    }

    /** gRPC logs through java.util.logging; its warnings join ours. */
    private static void takeOverJdkLogging() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    }

    /** Standard error outlives every appender that writes to it: logback closes the stream of one that it replaces. */
    private static final class Unclosed extends OutputStream {
        private final OutputStream stream;

        Unclosed(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int b) throws IOException {
            stream.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            stream.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            stream.flush();
        }
    }
}
