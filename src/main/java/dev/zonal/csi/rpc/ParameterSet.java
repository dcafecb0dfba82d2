package dev.zonal.csi.rpc;

import dev.zonal.csi.backend.Feature;
import java.util.List;
import java.util.Set;

/** Which parameters a StorageClass may name: those of pools, or those of the disks of a cloud. */
enum ParameterSet {
    POOLS("pool", "provisioning", "mkfsOptions", "mountOptions"),
    DISKS("category", "iops", "multiAttach", "mkfsOptions", "mountOptions");

    /** Of those of a disk, what can be changed while it is used. */
    static final List<String> MUTABLE = List.of("category", "iops");

    private final List<String> names;

    ParameterSet(String... names) {
        this.names = List.of(names);
    }

    /** @param features what the backend offers */
    static ParameterSet of(Set<Feature> features) {
        return features.contains(Feature.MODIFICATION) ? DISKS : POOLS;
    }

    List<String> names() {
        return names;
    }

    List<String> mutable() {
        return this == DISKS ? MUTABLE : List.of();
    }
}
