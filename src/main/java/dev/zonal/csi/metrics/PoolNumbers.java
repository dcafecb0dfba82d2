package dev.zonal.csi.metrics;

/**
 * What a pool holds at this moment.
 *
 * @param total the size of its filesystem
 * @param available what can still be promised to thin volumes
 * @param logical the capacities of its volumes
 * @param reserved what is promised in all
 * @param physical what is written
 * @param damaged how many objects stand in it that can't be used
 */
public record PoolNumbers(
        String pool,
        long total,
        long available,
        long logical,
        long reserved,
        long physical,
        long volumes,
        long snapshots,
        long damaged) {}
