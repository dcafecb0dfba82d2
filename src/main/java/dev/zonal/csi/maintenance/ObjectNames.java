package dev.zonal.csi.maintenance;

import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.util.Optional;

/** What people call a volume or a snapshot, from memory. */
public final class ObjectNames {
    private final StorageBackend backend;

    public ObjectNames(StorageBackend backend) {
        this.backend = backend;
    }

    /**
     * @param name the name that its caller gave
     * @param madeFor the claim of a volume, the VolumeSnapshot of a snapshot
     */
    public record Known(ObjectId id, String name, Optional<KubernetesObject> madeFor) {
        private static Known of(Volume volume) {
            return new Known(volume.id(), volume.name(), volume.claim());
        }

        private static Known of(Snapshot snapshot) {
            return new Known(snapshot.id(), snapshot.name(), snapshot.volumeSnapshot());
        }
    }

    /** Empty where there is none of that id, or it can't be looked at now: a name is no reason to refuse anything. */
    public Optional<Known> of(String id) {
        try {
            return VolumeId.parse(id)
                    .flatMap(backend::volume)
                    .map(Known::of)
                    .or(() -> SnapshotId.parse(id).flatMap(backend::snapshot).map(Known::of));
        } catch (StorageException unusable) {
            return Optional.empty();
        }
    }
}
