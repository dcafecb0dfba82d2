package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.concurrent.RollBack;
import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.Contents;
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
    private final Operations operations;

    public Publishing(VolumeDevices devices, Mounts mounts, TargetPaths paths, Operations operations) {
        this.devices = devices;
        this.mounts = mounts;
        this.paths = paths;
        this.operations = operations;
    }

    /** What is shown at the target, and whether without writes; and where the volume is mounted already. */
    private record Shown(Path source, boolean readOnly, VolumeMounts mounted) {}

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
            Shown shown = request.capability().isBlock() ? device(request, volume) : filesystem(request, staging);
            Optional<Mount> present = shown.mounted().at(target);
            if (present.isPresent()) {
                requireSame(request, shown, present.get());
                return;
            }
            refuseSecondWriter(request, staging, target, shown.mounted());
            RollBack.attempt(undo -> {
                Kind kind = request.capability().isBlock() ? Kind.FILE : Kind.DIRECTORY;
                if (paths.ensureMountpoint(target, kind)) {
                    undo.add(() -> paths.removeMountpoint(target));
                }
                mounts.bind(shown.source(), target, shown.readOnly());
            });
        });
    }

    /** The device to show: a read-only one of its own where asked, since a read-only bind does not stop writes to it. */
    private Shown device(PublishRequest request, Volume volume) {
        boolean staged = volume.contents() instanceof Contents.Raw
                && devices.attached(volume.id(), false).isPresent();
        if (!staged) {
            throw notStaged(request);
        }
        mountsOf(volume.id()).ofFilesystem().stream().findFirst().ifPresent(mount -> {
            throw new StorageException.FailedPrecondition("volume " + volume.id()
                    + " is mounted with its filesystem at '" + mount.target()
                    + "', and a raw device beside that would destroy it; unstage it there first");
        });
        Path device = devices.attach(volume.id(), request.asksReadOnly());
        return new Shown(device, request.asksReadOnly(), mountsOf(volume.id()));
    }

    /** The filesystem to show: what was staged read-only stays so. */
    private Shown filesystem(PublishRequest request, Path staging) {
        VolumeMounts mounted = mountsOf(request.volume());
        Mount staged = mounted.at(staging).filter(mount -> !mount.isNode()).orElseThrow(() -> notStaged(request));
        return new Shown(staged.target(), request.asksReadOnly() || !staged.madeForWriting(), mounted);
    }

    private static void requireSame(PublishRequest request, Shown shown, Mount present) {
        // A raw device is the same where it is the same device: the read-only one is another than the writable one.
        boolean same = request.capability().isBlock()
                ? present.shows(shown.source())
                : present.root().equals("/") && present.madeForWriting() != shown.readOnly();
        if (!same) {
            throw new StorageException.AlreadyExists("target_path: '" + present.target() + "' shows volume "
                    + request.volume() + " already, " + (present.isNode() ? "as a raw device" : "with its filesystem")
                    + (present.madeForWriting() ? " for writing" : " read-only") + "; unpublish it there first");
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

    /** Makes sure that nothing of the volume is at the target, and that the target is gone. */
    public void unpublish(VolumeId id, Path targetPath) {
        operations.runRemoval(id.home(), List.of(Claim.exclusive(id)), () -> {
            Path target = paths.checked("target_path", targetPath);
            mountsOf(id).unmount(target);
            paths.removeMountpoint(target);
        });
    }

    private VolumeMounts mountsOf(VolumeId id) {
        return VolumeMounts.of(id, devices, mounts);
    }

    private static StorageException.FailedPrecondition notStaged(PublishRequest request) {
        return new StorageException.FailedPrecondition("volume " + request.volume() + " is not staged at '"
                + request.stagingTarget() + "'; call NodeStageVolume first");
    }
}
