package dev.zonal.csi.controller;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.model.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which of many terms covers a place first, as an index: a request may name every node of a large cluster, and there may be
 * as many homes, so that a place is looked up and not held against each term. Terms are filed by the keys that they name, of
 * which there are few combinations, and then by the values of these.
 */
final class TermRanks {
    private final Map<List<String>, Map<List<String>, Integer>> byKeys = new HashMap<>();
    private final int size;

    TermRanks(List<Topology> terms) {
        size = terms.size();
        for (int rank = 0; rank < size; rank++) {
            Topology term = terms.get(rank);
            List<String> keys = term.segments().keySet().stream()
                    .map(key -> key.toLowerCase(Locale.ROOT))
                    .toList();
            byKeys.computeIfAbsent(keys, _ -> new HashMap<>())
                    .putIfAbsent(List.copyOf(term.segments().values()), rank);
        }
    }

    /** The number of the first term that covers one of the home's places; the count of all terms where none does. */
    int of(Home home) {
        int first = size;
        for (Topology place : home.accessibleFrom()) {
            for (Map.Entry<List<String>, Map<List<String>, Integer>> filed : byKeys.entrySet()) {
                Optional<Integer> rank = values(place, filed.getKey()).map(filed.getValue()::get);
                first = Math.min(first, rank.orElse(size));
            }
        }
        return first;
    }

    boolean cover(Home home) {
        return of(home) < size;
    }

    /** What the place has for these keys; empty where it lacks one. */
    private static Optional<List<String>> values(Topology place, List<String> keys) {
        List<String> values = new ArrayList<>(keys.size());
        for (String key : keys) {
            Optional<String> value = Optional.ofNullable(place.segments().get(key));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }
}
