package dev.zonal.csi.backend.cloud.instance;

import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.store.Barrier;
import dev.zonal.csi.store.Draft;
import dev.zonal.csi.store.ObjectStore;
import dev.zonal.csi.store.Scratch;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Which volumes this instance was told of, in memory and in a folder, so that the next start of the driver knows them. */
final class KnownVolumes {
    private final ObjectStore<StagedNote> store;
    private final Map<VolumeId, StagedNote> known = new ConcurrentHashMap<>();

    /** @param root a folder of its own, made where it is missing */
    KnownVolumes(FileTree files, Path root, RandomGenerator random) {
        Path scratch = root.resolve("tmp");
        Path volumes = root.resolve("volumes");
        files.createDirectories(scratch);
        files.createDirectories(volumes);
        Scratch drafts = new Scratch(files, scratch, random);
        drafts.sweep();
        store = new ObjectStore<>(files, drafts, volumes, "staged.json", StagedNote.FORMAT, Barrier.ofFiles(files));
        store.names().forEach(name -> known.put(new VolumeId(name), store.read(name)));
    }

    Optional<StagedNote> find(VolumeId id) {
        return Optional.ofNullable(known.get(id));
    }

    StagedNote required(VolumeId id) {
        return find(id).orElseThrow(
                        () -> new StorageException.NotFound("no volume " + id + " has come to this instance"));
    }

    /** All that were told of at any moment. */
    Map<VolumeId, StagedNote> all() {
        return known;
    }

    /** @throws StorageException.NotFound where the disk is not that volume */
    Volume keep(VolumeId id, Disk disk, boolean staged) {
        StagedNote note = StagedNote.of(disk, staged);
        Volume volume = note.volume()
                .filter(found -> found.id().equals(id))
                .orElseThrow(() -> new StorageException.NotFound("disk " + disk.id() + " is not volume " + id));
        keep(id, note);
        return volume;
    }

    void keep(VolumeId id, StagedNote note) {
        StagedNote before = known.get(id);
        if (before == null) {
            try (Draft<StagedNote> draft = store.draft(id.value())) {
                draft.publish(note);
            }
        } else {
            store.rewrite(id.value(), before, note);
        }
        known.put(id, note);
    }

    void forget(VolumeId id) {
        if (known.containsKey(id)) {
            store.remove(id.value());
            known.remove(id);
        }
    }
}
