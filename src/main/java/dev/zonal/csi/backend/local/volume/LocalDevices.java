package dev.zonal.csi.backend.local.volume;

import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The volumes of one pool as block devices of this node. Looks at the image, not at the record: a volume whose record
 * is damaged can still be taken away.
 */
public final class LocalDevices {
    private static final Set<Errno> NO_MORE_DEVICES = Set.of(Errno.EAGAIN, Errno.EBUSY, Errno.ENOSPC);

    private final PoolParts pool;
    private final LocalVolumes volumes;

    public LocalDevices(PoolParts pool, LocalVolumes volumes) {
        this.pool = pool;
        this.volumes = volumes;
    }

    public Path attach(VolumeId id, boolean readOnly) {
        Path image = pool.layout().image(volumes.find(id).id());
        FileIdentity identity = identity(id).orElseThrow(() -> LocalVolumes.imageMissing(image));
        try {
            return pool.attachments().ensure(image, identity, readOnly).path();
        } catch (HostException failure) {
            if (NO_MORE_DEVICES.contains(failure.errno())) {
                throw new StorageException.ResourceExhausted(
                        "this node can't attach " + id + ": the kernel gives no further loop device", failure);
            }
            throw failure;
        }
    }

    public Optional<Path> attached(VolumeId id, boolean readOnly) {
        return identity(id)
                .flatMap(identity -> pool.attachments().of(identity, readOnly))
                .map(LoopDevice::path);
    }

    public List<Path> attached(VolumeId id) {
        return devices(id).stream().map(LoopDevice::path).toList();
    }

    /** Compares with all that stands in the pool, damaged or not. */
    public Optional<VolumeId> volumeOn(Path device) {
        return pool.host().loops().all().stream()
                .filter(loop -> loop.path().equals(device))
                .findFirst()
                .flatMap(loop -> pool.layout().volumes().names().stream()
                        .flatMap(name -> VolumeId.parse(name).stream())
                        .filter(id ->
                                identity(id).filter(loop.backing()::equals).isPresent())
                        .findFirst());
    }

    public void detach(VolumeId id) {
        devices(id).forEach(pool.host().loops()::detach);
    }

    public void refreshSize(VolumeId id) {
        devices(id).forEach(pool.host().loops()::refreshSize);
    }

    private List<LoopDevice> devices(VolumeId id) {
        return identity(id).map(pool.attachments()::of).orElse(List.of());
    }

    private Optional<FileIdentity> identity(VolumeId id) {
        return pool.files().status(pool.layout().image(id)).map(FileStatus::identity);
    }
}
