package dev.zonal.csi.maintenance;

import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.model.StorageException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds what an accident left, and removes nothing. Runs beside all other operations: each finding is looked at again
 * under the lock of the object in whose place it stands, so that no person is told to remove what an operation works on.
 */
public final class GarbageCollection {
    private final Housekeeping housekeeping;
    private final Operations operations;

    public GarbageCollection(Housekeeping housekeeping, Operations operations) {
        this.housekeeping = housekeeping;
        this.operations = operations;
    }

    /** What there is, in the order in which it can be removed. */
    public List<Stray> findings() {
        return operations.run(housekeeping::survey).stream()
                .flatMap(this::confirmed)
                .toList();
    }

    private Stream<Stray> confirmed(Stray suspect) {
        List<Claim> lock = suspect.object().map(Claim::exclusive).stream().toList();
        try {
            return operations.run(lock, () -> housekeeping.confirm(suspect)).stream();
        } catch (StorageException.Aborted busy) {
            // An operation works on it: it is no stray now, and what the operation leaves is found the next time.
            return Stream.empty();
        }
    }
}
