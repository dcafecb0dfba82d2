package dev.zonal.csi.model;

import java.util.Optional;

/**
 * The id of a snapshot: {@code snap-<26 characters>-<home>}. Anything else never was one of ours and never touches a path.
 */
public record SnapshotId(String value) implements ObjectId, Comparable<SnapshotId> {
    private static final String KIND = "snap";

    public SnapshotId {
        if (!IdGrammar.isObject(KIND, value)) {
            throw new IllegalArgumentException("not the id of a snapshot");
        }
    }

    /** The id that a snapshot of that name has on that home. */
    public static SnapshotId of(String name, HomeId home) {
        return ofStem(stemOf(name), home);
    }

    /** The same where the stem is known already. */
    public static SnapshotId ofStem(String stem, HomeId home) {
        return new SnapshotId(stem + "-" + home);
    }

    /** What the ids of that name have in common on every home. */
    public static String stemOf(String name) {
        return KIND + "-" + NameHash.of(KIND, name);
    }

    public static Optional<SnapshotId> parse(String text) {
        return IdGrammar.isObject(KIND, text) ? Optional.of(new SnapshotId(text)) : Optional.empty();
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
