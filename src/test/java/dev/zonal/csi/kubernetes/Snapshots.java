package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Optional;
import java.util.stream.Stream;

/** Kubernetes' snapshot objects, which its clients know no classes of. */
final class Snapshots {
    private static final String VERSION = "snapshot.storage.k8s.io/v1";

    private Snapshots() {}

    static NonNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            in(KubernetesClient client, String namespace) {
        return client.genericKubernetesResources(VERSION, "VolumeSnapshot").inNamespace(namespace);
    }

    static Resource<GenericKubernetesResource> content(KubernetesClient client, String name) {
        return client.genericKubernetesResources(VERSION, "VolumeSnapshotContent")
                .withName(name);
    }

    static Stream<GenericKubernetesResource> contents(KubernetesClient client) {
        return client.genericKubernetesResources(VERSION, "VolumeSnapshotContent").list().getItems().stream();
    }

    static String namespaceOf(GenericKubernetesResource content) {
        return text(content, "spec", "volumeSnapshotRef", "namespace").orElse("");
    }

    /** The driver's id of the snapshot, once it is cut. */
    static Optional<String> handle(GenericKubernetesResource content) {
        return text(content, "status", "snapshotHandle");
    }

    static Optional<String> text(GenericKubernetesResource object, Object... path) {
        return Optional.ofNullable(object.<Object>get(path)).map(Object::toString);
    }
}
