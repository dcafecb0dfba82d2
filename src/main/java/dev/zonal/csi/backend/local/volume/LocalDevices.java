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
import java.util.Set;

/** Makes the volumes of one pool block devices of this node. What is attached is {@link AttachedVolumes}' to say. */
public final class LocalDevices {
    private static final Set<Errno> NO_MORE_DEVICES = Set.of(Errno.EAGAIN, Errno.EBUSY, Errno.ENOSPC);

    private final PoolParts pool;
    private final LocalVolumes volumes;
    private final AttachedVolumes attached;

    public LocalDevices(PoolParts pool, LocalVolumes volumes, AttachedVolumes attached) {
        this.pool = pool;
        this.volumes = volumes;
        this.attached = attached;
    }

    public Path attach(VolumeId id, boolean readOnly) {
        Path image = pool.layout().image(volumes.find(id).id());
        FileIdentity identity = pool.files()
                .status(image)
                .map(FileStatus::identity)
                .orElseThrow(() -> LocalVolumes.imageMissing(image));
        try {
            LoopDevice device = pool.attachments().ensure(image, identity, readOnly);
            attached.attached(id, device);
            return device.path();
        } catch (HostException failure) {
            if (NO_MORE_DEVICES.contains(failure.errno())) {
                throw new StorageException.ResourceExhausted(
                        "this node can't attach " + id + ": the kernel gives no further loop device", failure);
            }
            throw failure;
        }
    }

    public void refreshSize(VolumeId id) {
        Path image = pool.layout().image(id);
        pool.files()
                .status(image)
                .map(FileStatus::identity)
                .map(pool.attachments()::of)
                .orElse(List.of())
                .forEach(pool.host().loops()::refreshSize);
    }
}
