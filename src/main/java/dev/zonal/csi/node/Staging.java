package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.concurrent.RollBack;
import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** NodeStageVolume and NodeUnstageVolume: a volume becomes a device of this node, with a filesystem where asked. */
public final class Staging {
    private final VolumeDevices devices;
    private final Mounts mounts;
    private final VolumeFilesystem filesystem;
    private final TargetPaths paths;
    private final Mountpoints mountpoints;
    private final Operations operations;

    public Staging(
            VolumeDevices devices,
            Mounts mounts,
            VolumeFilesystem filesystem,
            TargetPaths paths,
            FileTree files,
            Operations operations) {
        this.devices = devices;
        this.mounts = mounts;
        this.filesystem = filesystem;
        this.paths = paths;
        this.mountpoints = new Mountpoints(files);
        this.operations = operations;
    }

    /** Makes sure that the volume is staged at that path; a raw device needs no more than to be attached. */
    public void stage(VolumeId id, Path stagingTarget, VolumeCapability capability) {
        operations.run(id.home(), List.of(Claim.exclusive(id)), () -> {
            devices.requireUsable(id);
            Volume volume = devices.volume(id).orElseThrow(() -> notFound(id));
            Path target = paths.checked("staging_target_path", stagingTarget);
            switch (capability.accessType()) {
                case AccessType.Block _ -> stageDevice(volume);
                case AccessType.Mounted mounted ->
                    stageFilesystem(volume, target, FilesystemUse.of(volume, capability, mounted));
            }
        });
    }

    private void stageDevice(Volume volume) {
        mountsOf(volume.id()).refuseFilesystem();
        // Before the workload can write: from now on the driver must not believe the device to be blank.
        devices.recordContents(volume.id(), new Contents.Raw());
        devices.attach(volume.id(), false);
    }

    private void stageFilesystem(Volume volume, Path target, FilesystemUse use) {
        VolumeMounts mounted = mountsOf(volume.id());
        Optional<Mount> present = mounted.at(target);
        if (present.isPresent()) {
            requireSame(volume, use, present.get());
            devices.attached(volume.id(), false).ifPresent(device -> filesystem.finish(device, present.get(), use));
            return;
        }
        List<Mount> others = mounted.all();
        others.stream().filter(Mount::isNode).findFirst().ifPresent(mount -> {
            throw new StorageException.FailedPrecondition("volume " + volume.id() + " is published as a raw device at '"
                    + mount.target() + "', and a filesystem beside that would be destroyed; unpublish it there first");
        });
        others.stream().findFirst().ifPresent(other -> requireOneFilesystem(volume, use, other));
        boolean inUse = !others.isEmpty();
        RollBack.attempt(undo -> {
            if (mountpoints.ensure(target, Kind.DIRECTORY)) {
                undo.add(() -> mountpoints.remove(target));
            }
            if (!inUse && !(volume.contents() instanceof Contents.Raw)) {
                undo.add(() -> devices.detach(volume.id()));
            }
            Path device = devices.attach(volume.id(), false);
            if (inUse) {
                filesystem.mountAgain(volume, device, target, use, undo);
            } else {
                filesystem.mount(volume, device, target, use, undo);
            }
        });
    }

    /** A filesystem that is mounted has its own options already, and the kernel would not say that it ignores others. */
    private static void requireOneFilesystem(Volume volume, FilesystemUse use, Mount other) {
        if (!use.fitsBeside(other)) {
            throw new StorageException.FailedPrecondition("volume_capability: volume " + volume.id()
                    + " is mounted at '" + other.target() + "' with the options " + other.words()
                    + ", and its filesystem can't have other ones here at the same time; unstage it there first");
        }
    }

    private static void requireSame(Volume volume, FilesystemUse use, Mount mount) {
        if (mount.isNode()) {
            throw new StorageException.FailedPrecondition("'" + mount.target() + "' holds the raw device of volume "
                    + volume.id() + ", not its filesystem; unpublish it there first");
        }
        if (!use.isMetBy(mount)) {
            throw new StorageException.AlreadyExists("staging_target_path: volume " + volume.id()
                    + " is staged " + (mount.madeForWriting() ? "for writing" : "read-only") + " with "
                    + mount.filesystem() + " at '" + mount.target() + "' already, with the mount options "
                    + mount.words() + "; unstage it there first");
        }
    }

    /** Makes sure that the volume is neither mounted at that path nor a device of this node. */
    public void unstage(VolumeId id, Path stagingTarget) {
        operations.runWithoutDisk(id.home(), List.of(Claim.exclusive(id)), () -> {
            Path target = paths.checked("staging_target_path", stagingTarget);
            VolumeMounts mounted = mountsOf(id);
            List<Path> published = mounted.all().stream()
                    .map(Mount::target)
                    .filter(path -> !path.equals(target))
                    .toList();
            if (!published.isEmpty()) {
                throw new StorageException.FailedPrecondition("volume " + id + " is still mounted at " + published
                        + "; call NodeUnpublishVolume there first");
            }
            mounted.unmount(target);
            new PatientRemoval(devices).run(id, "detach", () -> devices.detach(id));
        });
    }

    private VolumeMounts mountsOf(VolumeId id) {
        return VolumeMounts.of(id, devices, mounts);
    }

    static StorageException.NotFound notFound(VolumeId id) {
        return new StorageException.NotFound("no volume " + id + " on this node");
    }
}
