package dev.zonal.csi.logging;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** When a line was written, {@code 2026-01-31T12:00:00.123Z}. The lines of one second share the work. */
final class LineTime {
    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

    private volatile Second last = Second.of(0);

    void append(StringBuilder line, long epochMillis) {
        long epochSecond = Math.floorDiv(epochMillis, 1000);
        Second second = last;
        if (second.epochSecond != epochSecond) {
            second = Second.of(epochSecond);
            last = second;
        }
        int millis = Math.floorMod(epochMillis, 1000);
        line.append(second.text)
                .append((char) ('0' + millis / 100))
                .append((char) ('0' + millis / 10 % 10))
                .append((char) ('0' + millis % 10))
                .append('Z');
    }

    private record Second(long epochSecond, String text) {
        static Second of(long epochSecond) {
            return new Second(epochSecond, TO_THE_SECOND.format(Instant.ofEpochSecond(epochSecond)));
        }
    }
}
