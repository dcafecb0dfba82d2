package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The volumes whose images were taken away or cut short behind the driver's back, found by looking at a few at a time. */
final class MissingImages {
    /** What one look costs the disk stays small, however many volumes there are. */
    private static final int AT_A_TIME = 500;

    private final PoolParts pool;
    private final Map<VolumeId, String> missing = new ConcurrentHashMap<>();
    private Optional<VolumeId> last = Optional.empty();

    MissingImages(PoolParts pool) {
        this.pool = pool;
    }

    /** What is wrong with the volume's image, as it was looked at last; touches no disk. */
    Optional<String> missing(VolumeId id) {
        return Optional.ofNullable(missing.get(id));
    }

    /** Looks at the next ones, and begins anew after the last. */
    void lookAtSome() {
        List<Volume> volumes = pool.index().volumes(last, AT_A_TIME);
        volumes.forEach(this::lookAt);
        last = volumes.size() < AT_A_TIME
                ? Optional.empty()
                : Optional.of(volumes.getLast().id());
        missing.keySet().removeIf(id -> !pool.index().holds(id));
    }

    private void lookAt(Volume volume) {
        Path image = pool.layout().image(volume.id());
        Optional<FileStatus> status = pool.files().status(image);
        // What was made, grown or removed in this moment is whole.
        boolean whole = status.filter(
                        found -> found.sizeBytes() >= volume.capacity().bytes())
                .isPresent();
        if (whole || !pool.index().holds(volume.id())) {
            missing.remove(volume.id());
        } else {
            missing.put(
                    volume.id(),
                    status.isEmpty()
                            ? "its image " + image + " was taken away; put it back, or delete the volume"
                            : "its image " + image + " is shorter than the volume; restore the volume from a snapshot");
        }
    }
}
