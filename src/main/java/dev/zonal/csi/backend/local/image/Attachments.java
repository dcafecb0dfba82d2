package dev.zonal.csi.backend.local.image;

import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Loop devices found by the image file below them. It asks the pool's disk which file that is; where the disk may be dead,
 * {@code AttachedVolumes} finds them by the volume's id instead. The kernel's own table is asked each time.
 */
public final class Attachments {
    private final Host host;

    public Attachments(Host host) {
        this.host = host;
    }

    public Optional<LoopDevice> of(FileIdentity image, boolean readOnly) {
        return host.loops().find(image, readOnly);
    }

    /** The writable one first. */
    public List<LoopDevice> of(FileIdentity image) {
        return Stream.of(false, true)
                .flatMap(readOnly -> of(image, readOnly).stream())
                .toList();
    }

    public LoopDevice ensure(Path path, FileIdentity image, boolean readOnly) {
        return of(image, readOnly).orElseGet(() -> host.loops().attach(path, readOnly));
    }

    /**
     * Takes away every device over an image that is about to go.
     *
     * @throws StorageException.FailedPrecondition where one of them is mounted or bound somewhere
     */
    public void releaseIdle(FileIdentity image) {
        List<LoopDevice> devices = of(image);
        for (LoopDevice device : devices) {
            List<Mount> mounts = host.mounts().showing(device.path());
            if (!mounts.isEmpty()) {
                throw new StorageException.FailedPrecondition("in use on this node: mounted at "
                        + mounts.getFirst().target() + "; unpublish and unstage it first");
            }
        }
        devices.forEach(host.loops()::detach);
    }
}
