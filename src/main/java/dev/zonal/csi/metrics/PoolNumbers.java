package dev.zonal.csi.metrics;

import java.util.Optional;

/**
 * What a pool holds at this moment.
 *
 * @param total the size of its filesystem
 * @param free what can still be written to it
 * @param available what can still be promised to thin volumes
 * @param logical the capacities of its volumes
 * @param reserved what is promised in all
 * @param physical what is written
 * @param hostFile the file that it stands on, where it does
 * @param damaged how many objects stand in it that can't be used
 */
public record PoolNumbers(
        String pool,
        long total,
        long free,
        long available,
        long logical,
        long reserved,
        long physical,
        Optional<HostFile> hostFile,
        long volumes,
        long snapshots,
        long damaged) {
    /**
     * @param holes what the file may still take from the host's filesystem
     * @param hostFree what that has free
     */
    public record HostFile(long holes, long hostFree) {}
}
