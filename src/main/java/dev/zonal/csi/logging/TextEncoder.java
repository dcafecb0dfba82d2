package dev.zonal.csi.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.event.KeyValuePair;

/** {@code 2026-01-31T12:00:00.123Z INFO  call method=CreateVolume code=OK}. */
final class TextEncoder extends LineEncoder {
    @Override
    void append(StringBuilder line, ILoggingEvent event) {
        String level = event.getLevel().toString();
        time(line, event);
        line.append(' ').append(level).append(level.length() < 5 ? "  " : " ");
        Escaped.bare(line, message(event));
        for (KeyValuePair pair : pairs(event)) {
            line.append(' ').append(pair.key).append('=');
            Escaped.word(line, value(pair));
        }
        if (event.getThrowableProxy() != null) {
            line.append(" exception=");
            Escaped.quoted(line, failure(event));
        }
    }
}
