package dev.zonal.csi.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A place, by the segments that name it: {@code topology.local.csi.zonal.dev/zone=a}. Keys are compared without regard
 * to case (CSI spec, Topology), values to the letter.
 */
public record Topology(SortedMap<String, String> segments) {
    public static final Topology ANYWHERE = new Topology(new TreeMap<>());

    /**
     * @throws StorageException.InvalidArgument where two keys differ in their case alone
     */
    public Topology {
        TreeMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        segments.forEach((key, value) -> {
            if (copy.put(key, value) != null) {
                throw new StorageException.InvalidArgument(
                        "topology: the key '" + key + "' is named twice; keys are compared without regard to case");
            }
        });
        segments = Collections.unmodifiableSortedMap(copy);
    }

    public static Topology of(Map<String, String> segments) {
        return new Topology(new TreeMap<>(segments));
    }

    /** The value of the key with that name behind the prefix, which all keys of a driver share. */
    public Optional<String> segment(String name) {
        return segments.entrySet().stream()
                .filter(segment -> segment.getKey()
                        .substring(segment.getKey().lastIndexOf('/') + 1)
                        .equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether a place with all of {@code place}'s segments lies within this one: every key named here, same value. */
    public boolean contains(Topology place) {
        for (Map.Entry<String, String> segment : segments.entrySet()) {
            if (!segment.getValue().equals(place.segments.get(segment.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** The values in the order of their keys: the keys' own hashes would differ by their case. */
    @Override
    public int hashCode() {
        return List.copyOf(segments.values()).hashCode();
    }

    /** Whether the same keys have the same values, the keys without regard to case. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Topology that && segments.equals(that.segments);
    }

    @Override
    public String toString() {
        return segments.isEmpty()
                ? "anywhere"
                : segments.entrySet().stream()
                        .map(segment -> segment.getKey() + "=" + segment.getValue())
                        .collect(Collectors.joining(","));
    }
}
