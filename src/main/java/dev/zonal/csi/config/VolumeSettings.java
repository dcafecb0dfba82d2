package dev.zonal.csi.config;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import java.util.Set;

/**
 * What volumes are where a request leaves it open.
 *
 * @param forgottenHomes homes that are gone for good: what lived there counts as deleted
 */
public record VolumeSettings(FilesystemType defaultFilesystem, ByteSize defaultSize, Set<HomeId> forgottenHomes) {
    public VolumeSettings {
        forgottenHomes = Set.copyOf(forgottenHomes);
    }
}
