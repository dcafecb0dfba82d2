package dev.zonal.csi.rpc;

import dev.zonal.csi.model.KubernetesObject;
import java.util.Map;
import java.util.Optional;

/**
 * What Kubernetes' sidecars add to the parameters of a class about the object for which they ask ({@code
 * --extra-create-metadata}). The names of the PersistentVolume and the VolumeSnapshotContent come too and are not read:
 * the first is the request's own name, the second has the same unique part as it.
 */
public final class KubernetesParameters {
    /** The sidecars keep their own parameters under it, and don't take all of them out. */
    static final String PREFIX = "csi.storage.k8s.io/";

    private KubernetesParameters() {}

    /** The claim that a volume is made for. */
    public static Optional<KubernetesObject> claim(Map<String, String> parameters) {
        return object(parameters, "pvc/");
    }

    /** The VolumeSnapshot that a snapshot is cut for. */
    public static Optional<KubernetesObject> volumeSnapshot(Map<String, String> parameters) {
        return object(parameters, "volumesnapshot/");
    }

    private static Optional<KubernetesObject> object(Map<String, String> parameters, String kind) {
        return KubernetesObject.parse(
                parameters.getOrDefault(PREFIX + kind + "namespace", ""),
                parameters.getOrDefault(PREFIX + kind + "name", ""));
    }
}
