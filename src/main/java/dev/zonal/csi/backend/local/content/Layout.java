package dev.zonal.csi.backend.local.content;

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
public final class Layout {
    public static final String IMAGE = "disk.img";
    public static final String VOLUMES = "volumes";
    public static final String SNAPSHOTS = "snapshots";
    public static final String SCRATCH = "tmp";
    public static final List<String> DIRECTORIES = List.of(VOLUMES, SNAPSHOTS, SCRATCH);

    private final Scratch scratch;
    private final ObjectStore<VolumeRecord> volumes;
    private final ObjectStore<SnapshotRecord> snapshots;

    public Layout(FileTree files, Path root, Barrier barrier, RandomGenerator random) {
        scratch = new Scratch(files, root.resolve(SCRATCH), random);
        volumes = new ObjectStore<>(files, scratch, root.resolve(VOLUMES), "volume.json", VolumeRecord.FORMAT, barrier);
        snapshots = new ObjectStore<>(
                files, scratch, root.resolve(SNAPSHOTS), "snapshot.json", SnapshotRecord.FORMAT, barrier);
    }

    public Scratch scratch() {
        return scratch;
    }

    public ObjectStore<VolumeRecord> volumes() {
        return volumes;
    }

    public ObjectStore<SnapshotRecord> snapshots() {
        return snapshots;
    }

    public Path image(VolumeId id) {
        return volumes.path(id.value()).resolve(IMAGE);
    }

    public Path image(SnapshotId id) {
        return snapshots.path(id.value()).resolve(IMAGE);
    }
}
