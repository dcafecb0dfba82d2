package dev.zonal.csi.backend.local.content;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.store.Barrier;
import dev.zonal.csi.store.Draft;
import dev.zonal.csi.store.ObjectStore;
import dev.zonal.csi.store.Scratch;
import dev.zonal.csi.store.UnreadableRecordException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where everything stands in a pool: {@code volumes/<id>/{disk.img,volume.json}},
 * {@code snapshots/<id>/{disk.img,snapshot.json}} and {@code tmp/}; beside a record may stand {@code made-for.json}. Data and its record stand together, so a pool that
 * is moved to another machine brings everything along.
 */
public final class Layout {
    public static final String IMAGE = "disk.img";
    public static final String MADE_FOR = "made-for.json";
    public static final String VOLUMES = "volumes";
    public static final String SNAPSHOTS = "snapshots";
    public static final String SCRATCH = "tmp";
    public static final List<String> DIRECTORIES = List.of(VOLUMES, SNAPSHOTS, SCRATCH);

    private static final Logger LOG = LoggerFactory.getLogger(Layout.class);

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

    /** Notes for which object of Kubernetes one is made, before it is published. */
    public static void note(Optional<KubernetesObject> madeFor, Draft<?> draft) {
        madeFor.ifPresent(object -> draft.add(MADE_FOR, MadeForRecord.FORMAT, MadeForRecord.of(object)));
    }

    /** For which object of Kubernetes a volume was made; empty where that is not known. */
    public Optional<KubernetesObject> madeFor(VolumeId id) {
        return madeFor(volumes, id.value());
    }

    /** For which object of Kubernetes a snapshot was made; empty where that is not known. */
    public Optional<KubernetesObject> madeFor(SnapshotId id) {
        return madeFor(snapshots, id.value());
    }

    private static Optional<KubernetesObject> madeFor(ObjectStore<?> store, String id) {
        try {
            return store.readBeside(id, MADE_FOR, MadeForRecord.FORMAT).flatMap(MadeForRecord::toObject);
        } catch (UnreadableRecordException | HostException unreadable) {
            LOG.atWarn()
                    .addKeyValue("object", id)
                    .setCause(unreadable)
                    .log("for which object of Kubernetes it was made can't be read");
            return Optional.empty();
        }
    }
}
