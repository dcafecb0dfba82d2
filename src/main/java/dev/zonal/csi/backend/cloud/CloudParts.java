package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What all that is done in the cloud has in common: the calls, the looks, and what is known. */
record CloudParts(
        Cloud cloud,
        CloudIndex index,
        SharedLooks<DiskId, Disk> disks,
        SharedLooks<DiskSnapshotId, DiskSnapshot> cuts,
        Doubts doubts,
        Lookup lookup,
        Waiting waiting) {
    static CloudParts of(Cloud cloud, String prefix, Waiting waiting) {
        CloudIndex index = new CloudIndex(prefix, waiting);
        SharedLooks<DiskId, Disk> disks = new SharedLooks<>(cloud::describeDisks, Disk::id, waiting);
        Doubts doubts = new Doubts(waiting.now());
        return new CloudParts(
                cloud,
                index,
                disks,
                new SharedLooks<>(cloud::describeSnapshots, DiskSnapshot::id, waiting),
                doubts,
                new Lookup(cloud, index, disks, doubts, waiting),
                waiting);
    }

    /** Asks for everything anew. */
    void refresh() {
        index.sawOffer(cloud.offer());
        index.sawInstances(cloud.instances());
        Instant asked = waiting.now();
        refreshDisks();
        refreshCuts();
        doubts.listed(asked);
        index.completed();
    }

    /** Which disks there are. */
    void refreshDisks() {
        Instant asked = waiting.now();
        List<Disk> all = cloud.disks();
        Set<VolumeId> missing = index.sawDisks(all, asked);
        for (VolumeId id : missing) {
            index.disk(id).map(Disk::id).map(disks::now).ifPresent(seen -> index.saw(id, seen, asked));
        }
    }

    /** Whether the snapshots have become ready, and which there are. */
    void refreshCuts() {
        Instant asked = waiting.now();
        List<DiskSnapshot> all = cloud.snapshots();
        Set<SnapshotId> missing = index.sawCuts(all, asked);
        for (SnapshotId id : missing) {
            index.cut(id)
                    .map(DiskSnapshot::id)
                    .map(cuts::now)
                    .filter(Optional::isEmpty)
                    .ifPresent(_ -> index.gone(id));
        }
    }
}
