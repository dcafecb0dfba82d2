package dev.zonal.csi.backend;

import dev.zonal.csi.model.DiskQuality;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;

/** Volumes whose quality can be changed while they are used. */
public interface ModifiableVolumes {
    /**
     * Makes the disk of the volume as asked, and returns when it is; one that is so already stays as it is.
     *
     * @throws StorageException.NotFound where there is no such volume
     * @throws StorageException.InvalidArgument where there is no such quality
     */
    void modify(VolumeId id, DiskQuality quality);
}
