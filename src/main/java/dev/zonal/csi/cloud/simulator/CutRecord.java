package dev.zonal.csi.cloud.simulator;

import java.time.Instant;

/**
 * A snapshot, on the disk.
 *
 * @param source the disk that it was cut from, which may be gone
 * @param readyAt when it meets its fate
 */
record CutRecord(
        String id,
        String source,
        String region,
        long sizeBytes,
        Instant cut,
        Instant readyAt,
        Fate fate,
        TokenUse madeBy) {
    boolean isPending(Instant now) {
        return now.isBefore(readyAt);
    }

    boolean isReady(Instant now) {
        return !isPending(now) && fate == Fate.READY;
    }
}
