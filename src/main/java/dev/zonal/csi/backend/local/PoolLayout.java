package dev.zonal.csi.backend.local;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.store.Barrier;
import dev.zonal.csi.store.ObjectStore;
import dev.zonal.csi.store.Scratch;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where everything stands in a pool: {@code volumes/<id>/{disk.img,volume.json}},
 * {@code snapshots/<id>/{disk.img,snapshot.json}} and {@code tmp/}. Data and its record stand together, so a pool that
 * is moved to another machine brings everything along.
 */
final class PoolLayout {
    static final String IMAGE = "disk.img";
    static final String VOLUMES = "volumes";
    static final String SNAPSHOTS = "snapshots";
    static final List<String> DIRECTORIES = List.of(VOLUMES, SNAPSHOTS, "tmp");

    private final Scratch scratch;
    private final ObjectStore<VolumeRecord> volumes;
    private final ObjectStore<SnapshotRecord> snapshots;

    PoolLayout(FileTree files, Path root, Barrier barrier, RandomGenerator random) {
        scratch = new Scratch(files, root.resolve("tmp"), random);
        volumes = new ObjectStore<>(files, scratch, root.resolve(VOLUMES), "volume.json", VolumeRecord.FORMAT, barrier);
        snapshots = new ObjectStore<>(
                files, scratch, root.resolve(SNAPSHOTS), "snapshot.json", SnapshotRecord.FORMAT, barrier);
    }

    Scratch scratch() {
        return scratch;
    }

    ObjectStore<VolumeRecord> volumes() {
        return volumes;
    }

    ObjectStore<SnapshotRecord> snapshots() {
        return snapshots;
    }

    Path image(VolumeId id) {
        return volumes.path(id.value()).resolve(IMAGE);
    }

    Path image(SnapshotId id) {
        return snapshots.path(id.value()).resolve(IMAGE);
    }
}
