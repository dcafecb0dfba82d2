package dev.zonal.csi.backend.local.space;

import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.host.Extent;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.Volume;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the simulated disk really holds of a pool, known block by block, and what every writer together may come to need:
 * each block of each volume in a place of its own, and beside them the blocks of the snapshots, shared ones once.
 *
 * @param promisedBytes the capacities, and what the snapshots hold
 */
record DiskTruth(long freeBytes, long takenBytes, long neededBytes, long promisedBytes) {
    static DiskTruth of(PoolBench bench, LocalBackend backend) {
        FileTree files = bench.host.ports().files();
        List<Volume> volumes = backend.volumes(Optional.empty(), Integer.MAX_VALUE);
        List<Snapshot> snapshots = backend.snapshots(Optional.empty(), Integer.MAX_VALUE);
        Blocks ofSnapshots = new Blocks();
        long held = 0;
        for (Snapshot snapshot : snapshots) {
            Path image = image("snapshots", snapshot.id().value());
            files.extents(image, ofSnapshots::add);
            held += files.status(image).orElseThrow().allocatedBytes();
        }
        Blocks all = new Blocks();
        all.add(ofSnapshots);
        long capacities = 0;
        for (Volume volume : volumes) {
            files.extents(image("volumes", volume.id().value()), all::add);
            capacities += volume.capacity().bytes();
        }
        return new DiskTruth(
                files.space(PoolBench.POOL).availableBytes(),
                all.bytes(),
                capacities + ofSnapshots.bytes() - all.bytes(),
                capacities + held);
    }

    private static Path image(String kind, String id) {
        return PoolBench.POOL.resolve(kind).resolve(id).resolve("disk.img");
    }

    private static final class Blocks {
        private final Set<Long> written = new HashSet<>();
        private long bytes;

        void add(Extent extent) {
            if (!extent.shared() || written.add(extent.physicalByte())) {
                bytes += extent.bytes();
            }
        }

        void add(Blocks others) {
            written.addAll(others.written);
            bytes += others.bytes;
        }

        long bytes() {
            return bytes;
        }
    }
}
