package dev.zonal.csi.node;

import dev.zonal.csi.model.ByteSize;
import java.util.Optional;

/**
 * How full a volume is.
 *
 * @param isBlock a raw device: only {@code total} says something
 * @param inodes 0 where the filesystem has no fixed number of them
 * @param abnormal what is wrong with the volume, empty where nothing is
 */
public record VolumeStatistics(
        ByteSize total,
        ByteSize used,
        ByteSize available,
        long inodes,
        long usedInodes,
        long freeInodes,
        boolean isBlock,
        Optional<String> abnormal) {}
