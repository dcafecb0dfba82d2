package dev.zonal.csi.logging;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** gRPC logs through java.util.logging; its warnings join ours. */
final class JulForwarder extends Handler {
    private static final SimpleFormatter FORMATTER = new SimpleFormatter();

    private JulForwarder() {
        setLevel(Level.WARNING);
    }

    static void install() {
        Logger root = LogManager.getLogManager().getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.WARNING);
        root.addHandler(new JulForwarder());
    }

    @Override
    public void publish(LogRecord event) {
        if (isLoggable(event)) {
            String name = event.getLoggerName() == null ? "java.util.logging" : event.getLoggerName();
            LoggerFactory.getLogger(name)
                    .atLevel(
                            event.getLevel().intValue() >= Level.SEVERE.intValue()
                                    ? org.slf4j.event.Level.ERROR
                                    : org.slf4j.event.Level.WARN)
                    .setCause(event.getThrown())
                    .log(FORMATTER.formatMessage(event));
        }
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
