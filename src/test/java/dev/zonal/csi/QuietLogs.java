package dev.zonal.csi;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** For tests that make thousands of failures happen on purpose: says nothing of them. */
public final class QuietLogs implements BeforeAllCallback, AfterAllCallback {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.zonal.csi");

    @Override
    public void beforeAll(ExtensionContext context) {
        beforeAll();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        afterAll();
    }

    /** For those that no extension can be given. */
    public void beforeAll() {
        logger.setLevel(Level.OFF);
    }

    public void afterAll() {
        logger.setLevel(null);
    }
}
