package dev.zonal.csi.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How long things took, told as a table when all is over. */
final class Times {
    private final Map<String, List<Duration>> rows = new TreeMap<>();

    synchronized void add(String what, Duration took) {
        rows.merge(what, List.of(took), Times::joined);
    }

    private static List<Duration> joined(List<Duration> before, List<Duration> more) {
        return Stream.concat(before.stream(), more.stream()).sorted().toList();
    }

    synchronized String table() {
        StringBuilder table = new StringBuilder(String.format(
                "%-64s%6s%9s%9s%9s%n", "times on Kubernetes, in seconds", "times", "least", "median", "most"));
        rows.forEach((what, took) -> table.append(String.format(
                "%-64s%6d%9s%9s%9s%n",
                what,
                took.size(),
                seconds(took.getFirst()),
                seconds(took.get(took.size() / 2)),
                seconds(took.getLast()))));
        return table.toString();
    }

    private static String seconds(Duration duration) {
        return String.format("%.2f", duration.toMillis() / 1e3);
    }
}
