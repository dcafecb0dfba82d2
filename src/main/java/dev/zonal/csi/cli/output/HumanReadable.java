package dev.zonal.csi.cli.output;

import com.google.protobuf.Timestamp;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.v1.Topology;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Formats values for people: sizes, times, places, and text in colour. */
public final class HumanReadable {
    private static final String UNITS = "KMGTPE";
    private static final int SHORT = 6;

    /** From the large to the small; what an operator added comes after. */
    private static final List<String> KNOWN_SEGMENTS = List.of("region", "zone", "rack", "node");

    private HumanReadable() {}

    /** The text in that style where the output is for a terminal; it is taken literally, with no markup in it. */
    public static String styled(Ansi ansi, Style style, String text) {
        return ansi.enabled() && !text.isEmpty()
                ? Help.defaultColorScheme(ansi).apply(text, List.of(style)).toString()
                : text;
    }

    /** {@code 10Gi} where it is exactly that and short, else rounded down to one decimal: {@code 9.7Gi}. */
    public static String size(long bytes) {
        String exact =
                bytes < 0 ? Long.toString(bytes) : ByteSize.ofBytes(bytes).toString();
        if (exact.length() < SHORT) {
            return exact;
        }
        int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        return BigDecimal.valueOf(bytes)
                        .divide(BigDecimal.valueOf(1L << (10 * power)), 1, RoundingMode.DOWN)
                        .toPlainString()
                + UNITS.charAt(power - 1) + "i";
    }

    /** {@code 10Gi (10737418240 bytes)}. */
    public static String sizeAndBytes(long bytes) {
        return size(bytes) + " (" + bytes + " bytes)";
    }

    /** To the second, in UTC. */
    public static String time(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    /** {@code zone=a,rack=r1}: the keys without their prefix, which is the same for all of a driver's. */
    public static String place(Topology topology) {
        return segments(topology).stream()
                .map(segment -> shortKey(segment.getKey()) + "=" + segment.getValue())
                .collect(Collectors.joining(","));
    }

    /** The segments of a place, from the large to the small. */
    public static List<Map.Entry<String, String>> segments(Topology topology) {
        return topology.getSegmentsMap().entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, String>>comparingInt(segment -> rank(shortKey(segment.getKey())))
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    /** Several places, any of which will do. */
    public static String places(Collection<Topology> topologies) {
        return topologies.stream().map(HumanReadable::place).collect(Collectors.joining(" or "));
    }

    /** A text that somebody else chose, on one line and with nothing in it that a terminal obeys. */
    public static String text(String foreign) {
        StringBuilder shown = new StringBuilder();
        foreign.codePoints().forEach(character -> {
            if (isPrinted(character)) {
                shown.appendCodePoint(character);
            } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", character));
            }
        });
        return shown.toString();
    }

    private static boolean isPrinted(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    public static String shortKey(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    private static int rank(String key) {
        int known = KNOWN_SEGMENTS.indexOf(key);
        return known < 0 ? KNOWN_SEGMENTS.size() : known;
    }
}
