package dev.zonal.csi.model;

import java.util.Optional;

/**
 * The id of a volume: {@code vol-<26 characters>-<home>}. Anything else never was one of ours and never touches a path.
 */
public record VolumeId(String value) implements ObjectId, Comparable<VolumeId> {
    private static final String KIND = "vol";

    public VolumeId {
        if (!IdGrammar.isObject(KIND, value)) {
            throw new IllegalArgumentException("not the id of a volume");
        }
    }

    /** The id that a volume of that name has on that home. */
    public static VolumeId of(String name, HomeId home) {
        return ofStem(stemOf(name), home);
    }

    /** The same where the stem is known already. */
    public static VolumeId ofStem(String stem, HomeId home) {
        return new VolumeId(stem + "-" + home);
    }

    /** What the ids of that name have in common on every home. */
    public static String stemOf(String name) {
        return KIND + "-" + NameHash.of(KIND, name);
    }

    public static Optional<VolumeId> parse(String text) {
        return IdGrammar.isObject(KIND, text) ? Optional.of(new VolumeId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(VolumeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
