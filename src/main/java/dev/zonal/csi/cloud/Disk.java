package dev.zonal.csi.cloud;

import dev.zonal.csi.model.ByteSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A disk as the cloud tells of it.
 *
 * @param zones where it can be attached
 * @param serial by which an instance finds its device
 * @param source the snapshot that it was made from, which may be gone
 * @param modifying whether a change is under way
 * @param tags what callers have noted on it
 */
public record Disk(
        DiskId id,
        Set<String> zones,
        String category,
        ByteSize size,
        long iops,
        DiskState state,
        String serial,
        Optional<DiskSnapshotId> source,
        List<DiskAttachment> attachments,
        boolean modifying,
        Instant created,
        Map<String, String> tags) {
    public Disk {
        zones = Set.copyOf(zones);
        attachments = List.copyOf(attachments);
        tags = Map.copyOf(tags);
    }
}
