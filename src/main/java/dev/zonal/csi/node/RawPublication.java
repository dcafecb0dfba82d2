package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;

/**
 * A raw device at a workload's path. Without writes it is a device of its own, since neither a read-only bind nor the
 * node's permissions stop root from writing to a device. Each device has a page cache of its own, so one for reading
 * would go on showing what it has read once, whatever is written to the other: there is the one kind or the other.
 */
record RawPublication(VolumeId volume, boolean readOnly, VolumeMounts mounted, VolumeDevices devices)
        implements Publication {
    static RawPublication of(PublishRequest request, Volume volume, VolumeMounts mounted, VolumeDevices devices) {
        boolean staged = volume.contents() instanceof Contents.Raw
                && devices.attached(volume.id(), false).isPresent();
        if (!staged) {
            throw Publishing.notStaged(request);
        }
        mounted.refuseFilesystem();
        return new RawPublication(volume.id(), request.asksReadOnly(), mounted, devices);
    }

    @Override
    public boolean isMetBy(Mount present) {
        return devices.attached(volume, readOnly).filter(present::shows).isPresent();
    }

    @Override
    public void refuseBesideOthers() {
        List<Path> others = devices.attached(volume, !readOnly).stream()
                .flatMap(other -> mounted.all().stream().filter(mount -> mount.shows(other)))
                .map(Mount::target)
                .toList();
        if (!others.isEmpty()) {
            throw new StorageException.FailedPrecondition("volume " + volume + " is published as a raw device "
                    + (readOnly ? "for writing" : "read-only") + " at " + others + ", and "
                    + (readOnly ? "a read-only one" : "one for writing")
                    + " beside that would make readers see old data, since each of the two has a cache of its own;"
                    + " publish all of them alike, or unpublish it there first");
        }
    }

    @Override
    public Path ensureSource() {
        return devices.attach(volume, readOnly);
    }

    @Override
    public Kind mountpoint() {
        return Kind.FILE;
    }
}
