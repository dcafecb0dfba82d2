package dev.zonal.csi.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a snapshot: {@code snap-<26 characters>-<home>}. Anything else never was one of ours and never touches a path.
 */
public record SnapshotId(String value) implements ObjectId, Comparable<SnapshotId> {
    private static final String KIND = "snap";
    private static final Pattern GRAMMAR = Pattern.compile(KIND + "-[a-z2-7]{26}-[a-z2-7]{8}");

    public SnapshotId {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException("not the id of a snapshot");
        }
    }

    /** The id that a snapshot of that name has on that home. */
    public static SnapshotId of(String name, HomeId home) {
        return new SnapshotId(stemOf(name) + "-" + home);
    }

    /** What the ids of that name have in common on every home. */
    public static String stemOf(String name) {
        return KIND + "-" + NameHash.of(KIND, name);
    }

    public static Optional<SnapshotId> parse(String text) {
        return GRAMMAR.matcher(text).matches() ? Optional.of(new SnapshotId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(SnapshotId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
