package dev.zonal.csi.rpc;

import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeParameters;
import java.util.List;
import java.util.Map;

/** What a StorageClass says of the volumes of pools, read outside of any request as in one. */
public final class ClassParameters {
    private ClassParameters() {}

    /** @throws StorageException.InvalidArgument where no volume can be made by them */
    public static VolumeParameters ofPools(Map<String, String> parameters) {
        return ParameterMessages.ofVolume(parameters, List.of(), ParameterSet.POOLS);
    }
}
