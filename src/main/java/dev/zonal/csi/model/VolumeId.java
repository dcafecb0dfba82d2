package dev.zonal.csi.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a volume: {@code vol-<26 characters>-<home>}. Anything else never was one of ours and never touches a path.
 */
public record VolumeId(String value) implements ObjectId, Comparable<VolumeId> {
    private static final String KIND = "vol";
    private static final Pattern GRAMMAR = Pattern.compile(KIND + "-[a-z2-7]{26}-[a-z2-7]{8}");

    public VolumeId {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException("not the id of a volume");
        }
    }

    /** The id that a volume of that name has on that home. */
    public static VolumeId of(String name, HomeId home) {
        return new VolumeId(stemOf(name) + "-" + home);
    }

    /** What the ids of that name have in common on every home. */
    public static String stemOf(String name) {
        return KIND + "-" + NameHash.of(KIND, name);
    }

    public static Optional<VolumeId> parse(String text) {
        return GRAMMAR.matcher(text).matches() ? Optional.of(new VolumeId(text)) : Optional.empty();
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
