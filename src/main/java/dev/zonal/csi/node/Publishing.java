package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.concurrent.RollBack;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** NodePublishVolume and NodeUnpublishVolume: a staged volume is shown at a workload's path. */
public final class Publishing {
    private final VolumeDevices devices;
    private final Mounts mounts;
    private final TargetPaths paths;
    private final Mountpoints mountpoints;
    private final Operations operations;

    public Publishing(VolumeDevices devices, Mounts mounts, TargetPaths paths, FileTree files, Operations operations) {
        this.devices = devices;
        this.mounts = mounts;
        this.paths = paths;
        this.mountpoints = new Mountpoints(files);
        this.operations = operations;
    }

    /** Makes sure that the volume is shown at the target, as asked. */
    public void publish(PublishRequest request) {
        operations.run(request.volume().home(), List.of(Claim.exclusive(request.volume())), () -> {
            devices.requireUsable(request.volume());
            Volume volume = devices.volume(request.volume()).orElseThrow(() -> Staging.notFound(request.volume()));
            Path target = paths.checked("target_path", request.target());
            Path staging = paths.checked("staging_target_path", request.stagingTarget());
            if (target.equals(staging)) {
                throw new StorageException.InvalidArgument(
                        "target_path: '" + target + "' is the staging_target_path; name another");
            }
            VolumeMounts mounted = VolumeMounts.of(request.volume(), devices, mounts);
            Publication publication = switch (request.capability().accessType()) {
                case AccessType.Block _ -> RawPublication.of(request, volume, mounted, devices);
                case AccessType.Mounted asked -> FilesystemPublication.of(request, volume, asked, mounted, staging);
            };
            Optional<Mount> present = mounted.at(target);
            if (present.isPresent()) {
                requireSame(request, publication, present.get());
                return;
            }
            refuseSecondWriter(request, staging, target, mounted);
            publication.refuseBesideOthers();
            RollBack.attempt(undo -> {
                if (mountpoints.ensure(target, publication.mountpoint())) {
                    undo.add(() -> mountpoints.remove(target));
                }
                mounts.bind(publication.ensureSource(), target, publication.readOnly());
            });
        });
    }

    private static void requireSame(PublishRequest request, Publication publication, Mount present) {
        if (!publication.isMetBy(present)) {
            throw new StorageException.AlreadyExists("target_path: '" + present.target() + "' shows volume "
                    + request.volume() + " already, " + (present.isNode() ? "as a raw device" : "with its filesystem")
                    + (present.madeForWriting() ? " for writing" : " read-only") + " and with the mount options "
                    + present.words() + "; unpublish it there first");
        }
    }

    private static void refuseSecondWriter(PublishRequest request, Path staged, Path target, VolumeMounts mounted) {
        if (request.capability().accessMode() != AccessMode.SINGLE_NODE_SINGLE_WRITER) {
            return;
        }
        mounted.all().stream()
                .map(Mount::target)
                .filter(path -> !path.equals(target) && !path.equals(staged))
                .findFirst()
                .ifPresent(other -> {
                    throw new StorageException.FailedPrecondition("volume " + request.volume()
                            + " has a single writer (SINGLE_NODE_SINGLE_WRITER) and is published at '" + other
                            + "' already; unpublish it there first");
                });
    }

    /**
     * Makes sure that nothing of the volume is at the target, and that the target is gone where this driver made it: it
     * did where it has just taken a mount of the volume away from there, and where kubelet keeps the path for that. What
     * stands anywhere else without a mount may be anybody's, and stays.
     */
    public void unpublish(VolumeId id, Path targetPath) {
        operations.runWithoutDisk(id.home(), List.of(Claim.exclusive(id)), () -> {
            Path target = paths.checked("target_path", targetPath);
            boolean wasMounted = VolumeMounts.of(id, devices, mounts).unmount(target);
            if (wasMounted || paths.isKubeletsTarget(target)) {
                mountpoints.remove(target);
            }
        });
    }

    static StorageException.FailedPrecondition notStaged(PublishRequest request) {
        return new StorageException.FailedPrecondition("volume " + request.volume() + " is not staged at '"
                + request.stagingTarget() + "'; call NodeStageVolume first");
    }
}
