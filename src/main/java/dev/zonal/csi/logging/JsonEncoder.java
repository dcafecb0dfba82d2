package dev.zonal.csi.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.event.KeyValuePair;

/** One JSON object per line, its keys those of the text form. */
final class JsonEncoder extends LineEncoder {
    @Override
    void append(StringBuilder line, ILoggingEvent event) {
        line.append("{\"time\":\"");
        time(line, event);
        line.append("\",\"level\":\"").append(event.getLevel()).append("\",\"message\":");
        Escaped.quoted(line, message(event));
        for (KeyValuePair pair : pairs(event)) {
            line.append(',');
            Escaped.quoted(line, pair.key);
            line.append(':');
            if (pair.value instanceof Number || pair.value instanceof Boolean) {
                line.append(pair.value);
            } else {
                Escaped.quoted(line, value(pair));
            }
        }
        if (event.getThrowableProxy() != null) {
            line.append(",\"exception\":");
            Escaped.quoted(line, failure(event));
        }
        line.append('}');
    }
}
