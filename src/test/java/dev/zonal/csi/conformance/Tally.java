package dev.zonal.csi.conformance;

import io.grpc.Status.Code;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How often each command ended with each code. */
final class Tally {
    private final Map<String, Map<Code, Long>> counts = new TreeMap<>();

    void count(String label, Code code) {
        counts.computeIfAbsent(label, _ -> new EnumMap<>(Code.class)).merge(code, 1L, Long::sum);
    }

    Set<String> labels() {
        return counts.keySet();
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        counts.forEach((label, codes) -> {
            table.append(String.format(Locale.ROOT, "%-28s", label));
            codes.forEach(
                    (code, count) -> table.append(' ').append(code).append(' ').append(count));
            table.append('\n');
        });
        return table.toString();
    }
}
