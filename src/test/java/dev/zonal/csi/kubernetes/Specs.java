package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTermBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReferenceBuilder;
import java.util.List;
import java.util.Map;

/** Claims and pods that only a test wants. What people want is in deploy/examples. */
final class Specs {
    private static final String IMAGE = "busybox:stable";

    private Specs() {}

    static PersistentVolumeClaim claim(String name, String size) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("zonal")
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .withRequests(Map.of("storage", new Quantity(size)))
                .endResources()
                .endSpec()
                .build();
    }

    /** The same claim, of another class. */
    static PersistentVolumeClaim ofClass(String storageClass, PersistentVolumeClaim claim) {
        return new PersistentVolumeClaimBuilder(claim)
                .editSpec()
                .withStorageClassName(storageClass)
                .endSpec()
                .build();
    }

    /** A claim with the content of a VolumeSnapshot. */
    static PersistentVolumeClaim restore(String name, String size, String snapshot) {
        TypedLocalObjectReference source = new TypedLocalObjectReferenceBuilder()
                .withApiGroup("snapshot.storage.k8s.io")
                .withKind("VolumeSnapshot")
                .withName(snapshot)
                .build();
        return new PersistentVolumeClaimBuilder(claim(name, size))
                .editSpec()
                .withDataSource(source)
                .endSpec()
                .build();
    }

    static GenericKubernetesResource snapshot(String name, String claim) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("snapshot.storage.k8s.io/v1")
                .withKind("VolumeSnapshot")
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToAdditionalProperties(
                        "spec",
                        Map.of(
                                "volumeSnapshotClassName",
                                "zonal",
                                "source",
                                Map.of("persistentVolumeClaimName", claim)))
                .build();
    }

    /** A claim with the content of another one. */
    static PersistentVolumeClaim clone(String name, String size, String source) {
        return new PersistentVolumeClaimBuilder(claim(name, size))
                .editSpec()
                .withNewDataSource(null, "PersistentVolumeClaim", source)
                .endSpec()
                .build();
    }

    /** A pod that sleeps, and uses no volume. */
    static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(1L)
                .addNewContainer()
                .withName("main")
                .withImage(IMAGE)
                .withCommand("sh", "-c", "exec sleep 1000000")
                .endContainer()
                .endSpec()
                .build();
    }

    /** A pod that sleeps, with one claim mounted at /data, and another at /more. */
    static Pod pod(String name, String claim, String another) {
        return new PodBuilder(pod(name, claim))
                .editSpec()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("more")
                .withMountPath("/more")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("more")
                .withNewPersistentVolumeClaim(another, false)
                .endVolume()
                .endSpec()
                .build();
    }

    /** A pod that sleeps, with the claim mounted at /data. */
    static Pod pod(String name, String claim) {
        return new PodBuilder(pod(name))
                .editSpec()
                .editFirstContainer()
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/data")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim(claim, false)
                .endVolume()
                .endSpec()
                .build();
    }

    /** The same pod on that node alone. */
    static Pod on(String node, Pod pod) {
        return where("kubernetes.io/hostname", node, pod);
    }

    /** The same pod, on nodes with that label alone. */
    static Pod where(String label, String value, Pod pod) {
        return new PodBuilder(pod)
                .editSpec()
                .withNodeSelector(Map.of(label, value))
                .endSpec()
                .build();
    }

    /** The same pod, on that node if it can be. */
    static Pod preferring(String node, Pod pod) {
        return new PodBuilder(pod)
                .editSpec()
                .withNewAffinity()
                .withNewNodeAffinity()
                .withPreferredDuringSchedulingIgnoredDuringExecution(new PreferredSchedulingTermBuilder()
                        .withWeight(100)
                        .withNewPreference()
                        .addToMatchExpressions(
                                new NodeSelectorRequirement("kubernetes.io/hostname", "In", List.of(node)))
                        .endPreference()
                        .build())
                .endNodeAffinity()
                .endAffinity()
                .endSpec()
                .build();
    }
}
