package dev.zonal.csi.cloud;

import java.util.Set;

/**
 * A part of a region that fails on its own. A disk can be used in its zones alone.
 *
 * @param up whether it answers
 * @param soldOut the disk categories of which nothing is left to sell there now
 */
public record Zone(String name, boolean up, Set<String> soldOut) {
    public Zone {
        soldOut = Set.copyOf(soldOut);
    }
}
