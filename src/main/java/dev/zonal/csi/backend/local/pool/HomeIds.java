package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.model.HomeId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which pool of this driver has which id: two with the same are copies of one another, and one of them has to go. */
public final class HomeIds {
    private final Map<HomeId, String> pools = new ConcurrentHashMap<>();

    void claim(HomeId id, PoolSpec spec) {
        String other = pools.putIfAbsent(id, spec.name());
        if (other != null && !other.equals(spec.name())) {
            throw Refusals.refused(
                    spec,
                    "it and the pool '" + other + "' are copies of one another: both have the id " + id
                            + "; leave one of them out");
        }
    }

    /** A pool that was never open has an id that no object bears: made from its name and place. */
    static HomeId provisional(PoolSpec spec) {
        String alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        StringBuilder id = new StringBuilder();
        long bits = Integer.toUnsignedLong(spec.name().hashCode()) << 8
                ^ spec.path().hashCode();
        for (int i = 0; i < 8; i++) {
            id.append(alphabet.charAt((int) (bits & 31)));
            bits >>>= 5;
        }
        return new HomeId(id.toString());
    }
}
