package dev.zonal.csi.driver.crash;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What applications wrote to a volume.
 *
 * @param begun all of which anything may be found
 * @param synced what has to be found whole, because its fsync returned
 */
record Written(Set<Stamp> begun, Set<Stamp> synced) {
    static final Written NOTHING = new Written(Set.of(), Set.of());

    Written {
        begun = Set.copyOf(begun);
        synced = Set.copyOf(synced);
    }

    Written begin(List<Stamp> stamps) {
        Set<Stamp> more = new HashSet<>(begun);
        more.addAll(stamps);
        return new Written(more, synced);
    }

    Written sync(Stamp stamp) {
        Set<Stamp> more = new HashSet<>(synced);
        more.add(stamp);
        return new Written(begun, more);
    }

    /** The first place on a raw device where nothing was ever begun. */
    int freeSlot() {
        return begun.stream().mapToInt(Stamp::slot).max().orElse(-1) + 1;
    }
}
