package dev.zonal.csi.model;

import java.util.Optional;

/**
 * The short id of a home, the place where volumes live: for the local backend a pool, made once with it and moving
 * with its disk. It is the last part of every id, so that any driver knows whose a volume is.
 *
 * @param value eight characters of lower-case base32
 */
public record HomeId(String value) implements Comparable<HomeId> {
    public HomeId {
        if (!IdGrammar.isHome(value)) {
            throw new IllegalArgumentException("a home's id is eight characters of a-z2-7");
        }
    }

    /** The id of a home that is known by its name alone: the same wherever it is asked for. */
    public static HomeId ofName(String name) {
        return new HomeId(NameHash.of("home", name).substring(0, 8));
    }

    public static Optional<HomeId> parse(String text) {
        return IdGrammar.isHome(text) ? Optional.of(new HomeId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(HomeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
