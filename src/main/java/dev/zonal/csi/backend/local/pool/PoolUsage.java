package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.model.ByteSize;
import java.util.Optional;

/**
 * What a pool holds, in the three numbers that differ on thin, reflinked storage.
 *
 * @param total the size of the pool's filesystem
 * @param free what can still be written to it
 * @param logical what the workloads see: the capacities of all volumes
 * @param reserved what is promised: the capacities, and for each snapshot what it held when it was cut
 * @param physical what is written: shared bytes once
 * @param available what can still be promised to thin volumes
 * @param backing what it may still take from the host, where it stands on a file
 */
public record PoolUsage(
        ByteSize total,
        ByteSize free,
        ByteSize logical,
        ByteSize reserved,
        ByteSize physical,
        ByteSize available,
        Optional<BackingUsage> backing,
        int volumes,
        int snapshots) {}
