package dev.zonal.csi.cloud;

import dev.zonal.csi.model.ByteSize;
import java.time.Instant;
import java.util.Map;

/**
 * A snapshot as the cloud tells of it.
 *
 * @param source the disk that it was cut from, which may be gone
 * @param region where disks can be made from it
 * @param size of the disk when it was cut
 * @param percent how much of it has been stored
 * @param cut what was on the disk at that moment is in it
 * @param tags those of the disk when it was cut, and over them those that its caller noted
 */
public record DiskSnapshot(
        DiskSnapshotId id,
        DiskId source,
        String region,
        ByteSize size,
        State state,
        int percent,
        Instant cut,
        Map<String, String> tags) {
    public DiskSnapshot {
        tags = Map.copyOf(tags);
    }

    /** Whether a disk can be made from it. */
    public enum State {
        /** It was cut, and is being stored. */
        PENDING,
        READY,
        /** It could not be stored; it can only be deleted. */
        FAILED
    }
}
