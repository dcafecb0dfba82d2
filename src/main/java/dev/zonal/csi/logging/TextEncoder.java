package dev.zonal.csi.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.KeyValuePair;

/** {@code 2026-01-31T12:00:00.123Z INFO  call method=CreateVolume code=OK}. */
final class TextEncoder extends LineEncoder {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    void append(StringBuilder line, ILoggingEvent event) {
        String level = event.getLevel().toString();
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
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
