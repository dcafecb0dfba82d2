package dev.zonal.csi.backend;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.util.Optional;
import java.util.Set;

/**
 * A volume to be made; everything that the backend needs.
 *
 * @param id names the home as well
 * @param capacity exact, a multiple of {@link StorageBackend#sizeStep}
 * @param source lives on the same home; a snapshot may live on another one of its region ({@link Home#restoresFrom})
 * @param claim kept with the volume; decides nothing
 */
public record NewVolume(
        VolumeId id,
        String name,
        ByteSize capacity,
        Set<VolumeCapability> capabilities,
        VolumeParameters parameters,
        Optional<ContentSource> source,
        Optional<KubernetesObject> claim) {
    public NewVolume {
        capabilities = Set.copyOf(capabilities);
    }

    /** One that no claim is known of. */
    public NewVolume(
            VolumeId id,
            String name,
            ByteSize capacity,
            Set<VolumeCapability> capabilities,
            VolumeParameters parameters,
            Optional<ContentSource> source) {
        this(id, name, capacity, capabilities, parameters, source, Optional.empty());
    }
}
