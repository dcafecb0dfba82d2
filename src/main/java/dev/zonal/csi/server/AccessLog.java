package dev.zonal.csi.server;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.zonal.csi.server.Rpc.Trait;
import dev.zonal.csi.v1.Csi;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The access log: one line per call, with the plain fields of its request, also those within other messages ({@code
 * capacity_range.required_bytes}). Lists and maps are left out: they are long, and maps carry secrets. Whatever the schema
 * marks as secret is left out whatever it is. Where the claim or VolumeSnapshot is known that a call is about, it stands
 * behind them ({@code for=NAMESPACE/NAME}).
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.zonal.csi.access");
    private static final int DEEPEST = 4;

    private AccessLog() {}

    /** Whether there is a line for it. */
    static boolean tells(EndedCall call) {
        return LOG.isEnabledForLevel(level(call));
    }

    private static Level level(EndedCall call) {
        return call.isSuccess() && call.rpc().is(Trait.FREQUENT) ? Level.DEBUG : Level.INFO;
    }

    static void write(EndedCall call) {
        LoggingEventBuilder line = LOG.atLevel(level(call))
                .addKeyValue("method", call.rpc().shortName())
                .addKeyValue("code", call.code())
                .addKeyValue("ms", milliseconds(call.took()));
        if (call.callerLeft()) {
            line = line.addKeyValue("caller", "left");
        }
        if (call.request().isPresent()) {
            line = withFields(call.request().get(), "", 0, line);
        }
        if (call.subject().isPresent()) {
            line = line.addKeyValue("for", call.subject().get());
        }
        if (!call.reason().isEmpty()) {
            line = line.addKeyValue("error", call.reason());
        }
        line.log("call");
    }

    /** The line with the fields that are set, by their names, in the order of the schema. */
    private static LoggingEventBuilder withFields(
            Message message, String prefix, int depth, LoggingEventBuilder begun) {
        LoggingEventBuilder line = begun;
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            if (field.isRepeated() || isSecret(field)) {
                continue;
            }
            String name = prefix + field.getName();
            if (entry.getValue() instanceof Message inner) {
                line = depth < DEEPEST ? withFields(inner, name + ".", depth + 1, line) : line;
            } else {
                line = line.addKeyValue(name, plain(entry.getValue()));
            }
        }
        return line;
    }

    private static Object plain(Object value) {
        return value instanceof EnumValueDescriptor word ? word.getName() : value;
    }

    private static boolean isSecret(FieldDescriptor field) {
        return field.getOptions().getExtension(Csi.csiSecret);
    }

    /** To the microsecond. */
    private static String milliseconds(Duration took) {
        return BigDecimal.valueOf(Math.round(took.toNanos() / 1e3), 3).toPlainString();
    }
}
