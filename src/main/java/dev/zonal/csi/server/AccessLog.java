package dev.zonal.csi.server;

import com.google.protobuf.Message;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** One line per call. */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.zonal.csi.access");

    /** Asked every few seconds by whoever watches the driver; told only where somebody looks closely. */
    private static final Set<String> FREQUENT = Set.of(
            "Probe",
            "GetPluginInfo",
            "GetPluginCapabilities",
            "ControllerGetCapabilities",
            "NodeGetCapabilities",
            "NodeGetVolumeStats");

    private AccessLog() {}

    /** Whether there is a line for it. */
    static boolean tells(String method, CallOutcome outcome) {
        return LOG.isEnabledForLevel(level(method, outcome));
    }

    private static Level level(String method, CallOutcome outcome) {
        return outcome.isSuccess() && FREQUENT.contains(method) ? Level.DEBUG : Level.INFO;
    }

    static void write(String method, CallOutcome outcome, long nanoseconds, Optional<Message> request) {
        LoggingEventBuilder line = LOG.atLevel(level(method, outcome))
                .addKeyValue("method", method)
                .addKeyValue("code", outcome.code())
                .addKeyValue("ms", milliseconds(nanoseconds));
        if (outcome.callerLeft()) {
            line = line.addKeyValue("caller", "left");
        }
        if (request.isPresent()) {
            line = RequestFields.add(request.get(), line);
        }
        if (!outcome.reason().isEmpty()) {
            line = line.addKeyValue("error", outcome.reason());
        }
        line.log("call");
    }

    /** To the microsecond. */
    private static String milliseconds(long nanoseconds) {
        return BigDecimal.valueOf(Math.round(nanoseconds / 1e3), 3).toPlainString();
    }
}
