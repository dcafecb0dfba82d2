package dev.zonal.csi.cloud.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What disks were a short while ago, for reads that are not consistent at once. */
final class PastStates {
    private final Duration kept;
    private final Deque<Change> changes = new ArrayDeque<>();

    /** @param before empty where there was no such disk */
    private record Change(String disk, Optional<DiskRecord> before, Instant at) {}

    /** @param kept how long; nothing where it is zero */
    PastStates(Duration kept) {
        this.kept = kept;
    }

    void changed(String disk, Optional<DiskRecord> before, Instant at) {
        if (!kept.isZero()) {
            changes.addLast(new Change(disk, before, at));
            while (!changes.isEmpty() && changes.getFirst().at().plus(kept).isBefore(at)) {
                changes.removeFirst();
            }
        }
    }

    /** The disk as it was then: what it was before the first change since, else what it is. */
    Optional<DiskRecord> at(Instant then, String disk, Optional<DiskRecord> current) {
        return changes.stream()
                .filter(change -> change.disk().equals(disk) && change.at().isAfter(then))
                .findFirst()
                .map(Change::before)
                .orElse(current);
    }

    /** The disks that have changed since. */
    Set<String> changedSince(Instant then) {
        Set<String> disks = new LinkedHashSet<>();
        changes.stream().filter(change -> change.at().isAfter(then)).forEach(change -> disks.add(change.disk()));
        return disks;
    }
}
