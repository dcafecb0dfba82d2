package dev.zonal.csi.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Parsers of single values as people write them; what can't be read gets a sentence. */
public final class ValueParsers {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9.-]*):)?(\\d{1,5})");

    /** The grammar of the CSI spec, GetPluginInfoResponse.name; csi-sanity wants a letter at both ends. */
    private static final Pattern DRIVER_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{0,61}[A-Za-z]");

    private ValueParsers() {}

    static String driverName(String text) {
        if (!DRIVER_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no driver name: 2 to 63 letters, digits, '-' or '.',"
                    + " beginning and ending with a letter");
        }
        return text;
    }

    /**
     * A duration, {@code 500ms}, {@code 30s}, {@code 5m} or {@code 1h}.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote it
     */
    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration; write 500ms, 30s, 5m or 1h");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    /** A time that is given to somebody to do something in. */
    static Duration timeout(String text) {
        Duration timeout = duration(text);
        if (timeout.isZero()) {
            throw new IllegalArgumentException("'" + text + "' is no time to do anything in");
        }
        return timeout;
    }

    static boolean truth(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    static Function<String, Integer> number(int least, int most) {
        return text -> {
            try {
                int number = Integer.parseInt(text.strip());
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException(notInRange(text, least, most), notANumber);
            }
            throw new IllegalArgumentException(notInRange(text, least, most));
        };
    }

    private static String notInRange(String text, Number least, Number most) {
        return "'" + text + "' is not a number from " + least + " to " + most;
    }

    static double ratio(String text) {
        double least = 0.1;
        double most = 1000;
        try {
            double ratio = Double.parseDouble(text.strip());
            if (ratio >= least && ratio <= most) {
                return ratio;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(notInRange(text, least, most), notANumber);
        }
        throw new IllegalArgumentException(notInRange(text, least, most));
    }

    /** A path as it was written; from outside an absolute one is not asked for, so it is taken from the work folder. */
    static Path path(String text) {
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'" + text + "' is not a path");
        }
        return Path.of(text).toAbsolutePath().normalize();
    }

    /** {@code host:port}, {@code [::1]:port}, or a port alone, which means this machine only. */
    public static InetSocketAddress address(String text) {
        Matcher matcher = HOST_AND_PORT.matcher(text.strip());
        int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : -1;
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("'" + text + "' is not an address; write 127.0.0.1:9808");
        }
        String host = matcher.group(1) == null || matcher.group(1).isEmpty() ? "127.0.0.1" : matcher.group(1);
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("'" + host + "' is not a host that is known here", unknown);
        }
    }

    /** Where a collector of OpenTelemetry listens for HTTP; what lets a caller in has no place in it. */
    public static URI collector(String text) {
        URI collector;
        try {
            collector = new URI(text.strip().replaceAll("/+$", ""));
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException(noCollector(text), malformed);
        }
        boolean plain = collector.getHost() != null
                && collector.getRawUserInfo() == null
                && collector.getRawQuery() == null
                && collector.getRawFragment() == null;
        if (!plain || !Set.of("http", "https").contains(collector.getScheme())) {
            throw new IllegalArgumentException(noCollector(text));
        }
        return collector;
    }

    private static String noCollector(String text) {
        return "'" + text + "' is not the address of a collector; write http://127.0.0.1:4318 (a token goes into"
                + " OTEL_EXPORTER_OTLP_HEADERS)";
    }

    /** One of an enum's values, by its name in lower case. */
    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
        return oneOf(type, value -> value.name().toLowerCase(Locale.ROOT));
    }

    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type, Function<E, String> word) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(value -> word.apply(value).equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of "
                        + Arrays.stream(type.getEnumConstants()).map(word).collect(Collectors.joining(", "))));
    }
}
