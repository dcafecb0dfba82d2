package dev.zonal.csi.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** One event, one line of bounded length: what is too long is cut value by value, so that the line keeps its form. */
abstract class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final int LONGEST_VALUE = 400;
    private static final int LONGEST_MESSAGE = 2_000;
    private static final int LONGEST_FAILURE = 6_000;
    private static final int MOST_PAIRS = 24;
    private static final byte[] NOTHING = {};

    /** {@code 2026-01-31T12:00:00.123Z}. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** Appends the event, without the line's end. */
    abstract void append(StringBuilder line, ILoggingEvent event);

    @Override
    public final byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(256);
        append(line, event);
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public final byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public final byte[] footerBytes() {
        return NOTHING;
    }

    static void time(StringBuilder line, ILoggingEvent event) {
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
    }

    static String message(ILoggingEvent event) {
        return cut(event.getFormattedMessage(), LONGEST_MESSAGE);
    }

    static List<KeyValuePair> pairs(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null ? List.of() : pairs.subList(0, Math.min(pairs.size(), MOST_PAIRS));
    }

    /** A reason may be a whole sentence with paths in it; everything else is a word. */
    static String value(KeyValuePair pair) {
        return cut(String.valueOf(pair.value), pair.key.equals("error") ? LONGEST_MESSAGE : LONGEST_VALUE);
    }

    static String failure(ILoggingEvent event) {
        return cut(Failure.describe(event.getThrowableProxy()), LONGEST_FAILURE);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }
}
