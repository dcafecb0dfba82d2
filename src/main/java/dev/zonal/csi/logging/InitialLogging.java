package dev.zonal.csi.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.zonal.csi.config.Configuration.LogFormat;
import dev.zonal.csi.config.Configuration.LogSettings;
import org.slf4j.event.Level;

/** The configuration that logback finds at its start, before the settings are known, and in commands that have none: warnings on standard error. */
public final class InitialLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.start(context, new LogSettings(LogFormat.TEXT, Level.WARN), System.err);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
