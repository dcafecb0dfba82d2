package dev.zonal.csi;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What one class says in the log, kept for a test instead of printed. */
public final class RecordedLog implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    public RecordedLog(Class<?> speaker) {
        logger = (Logger) LoggerFactory.getLogger(speaker);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(events);
        events.start();
    }

    public List<ILoggingEvent> events() {
        return List.copyOf(events.list);
    }

    @Override
    public void close() {
        logger.detachAppender(events);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
