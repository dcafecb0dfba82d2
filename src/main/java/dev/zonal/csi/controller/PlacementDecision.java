package dev.zonal.csi.controller;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import java.util.Comparator;
import java.util.List;

/**
 * Where a volume is made, and why there.
 *
 * @param homes to be tried in that order, never empty
 * @param reason one sentence for the log, and for who reads that none of them has room
 * @param knowsPod whether the pod was asked after
 */
record PlacementDecision(List<Home> homes, String reason, boolean knowsPod) {
    PlacementDecision {
        homes = List.copyOf(homes);
    }

    /** The same with that home before all others, where it is one of them. */
    PlacementDecision first(HomeId home) {
        List<Home> reordered = homes.stream()
                .sorted(Comparator.comparing(candidate -> !candidate.id().equals(home)))
                .toList();
        return new PlacementDecision(reordered, reason, knowsPod);
    }

    /** The refusal of a home without room, with the words why it has to be that home. */
    StorageException.ResourceExhausted explained(StorageException.ResourceExhausted full) {
        return knowsPod ? new StorageException.ResourceExhausted(full.getMessage() + "; " + reason, full) : full;
    }
}
