package dev.zonal.csi.node;

import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import java.nio.file.Path;

/**
 * A filesystem at a workload's path. It has the options of its stage, since it is the same mount once more; only writing
 * can be taken away from it.
 */
record FilesystemPublication(FilesystemUse use, Mount staged, boolean readOnly) implements Publication {
    static FilesystemPublication of(
            PublishRequest request, Volume volume, AccessType.Mounted asked, VolumeMounts mounted, Path staging) {
        Mount staged =
                mounted.at(staging).filter(mount -> !mount.isNode()).orElseThrow(() -> Publishing.notStaged(request));
        FilesystemUse use = FilesystemUse.of(volume, request.capability(), asked);
        // What was staged read-only stays so.
        return new FilesystemPublication(use, staged, request.readOnly() || use.readOnly() || !staged.madeForWriting());
    }

    @Override
    public boolean isMetBy(Mount present) {
        return !present.isNode()
                && present.root().equals("/")
                && present.madeForWriting() != readOnly
                && use.isIncludedIn(present);
    }

    @Override
    public void refuseBesideOthers() {
        if (!use.isIncludedIn(staged)) {
            throw new StorageException.FailedPrecondition("volume_capability: the volume is staged at '"
                    + staged.target() + "' with the mount options " + staged.words() + ", and not with all of "
                    + use.options() + "; publish it with those of the stage, or stage it anew");
        }
    }

    @Override
    public Path ensureSource() {
        return staged.target();
    }

    @Override
    public Kind mountpoint() {
        return Kind.DIRECTORY;
    }
}
