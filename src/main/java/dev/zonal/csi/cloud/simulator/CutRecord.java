package dev.zonal.csi.cloud.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot, on the disk.
 *
 * @param source the disk that it was cut from, which may be gone
 * @param readyAt when it meets its fate
 * @param tags absent in records that are older than tags
 */
record CutRecord(
        String id,
        String source,
        String region,
        long sizeBytes,
        Instant cut,
        Instant readyAt,
        Fate fate,
        TokenUse madeBy,
        Optional<List<Tag>> tags) {
    boolean isPending(Instant now) {
        return now.isBefore(readyAt);
    }

    boolean isReady(Instant now) {
        return !isPending(now) && fate == Fate.READY;
    }
}
