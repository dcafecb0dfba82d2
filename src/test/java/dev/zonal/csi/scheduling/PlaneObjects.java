package dev.zonal.csi.scheduling;

import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import java.util.Objects;

/** The objects of a control plane that has no nodes but these, for a driver that is called {@code zonal.test}. */
record PlaneObjects(ControlPlane plane) {
    /** As kubelet leaves one that has the driver. */
    void node(String name) {
        plane.make("""
                apiVersion: v1
                kind: Node
                metadata:
                  name: %1$s
                  labels: {kubernetes.io/hostname: %1$s, topology.zonal.test/node: %1$s}
                status:
                  capacity: {cpu: "32", memory: 64Gi, pods: "500"}
                  allocatable: {cpu: "32", memory: 64Gi, pods: "500"}
                  conditions: [{type: Ready, status: "True", reason: Ready, message: ready}]
                ---
                apiVersion: storage.k8s.io/v1
                kind: CSINode
                metadata: {name: %1$s}
                spec: {drivers: [{name: zonal.test, nodeID: %1$s, topologyKeys: [topology.zonal.test/node]}]}
                """.formatted(name));
    }

    /** As the provisioner publishes what is free on a node. */
    void capacity(String node, String type, String size) {
        plane.make("""
                apiVersion: storage.k8s.io/v1
                kind: CSIStorageCapacity
                metadata:
                  name: csisc-%1$s
                  namespace: default
                  labels:
                    csi.storage.k8s.io/drivername: zonal.test
                    csi.storage.k8s.io/managed-by: external-provisioner
                storageClassName: %2$s
                nodeTopology: {matchLabels: {topology.zonal.test/node: %1$s}}
                capacity: %3$s
                maximumVolumeSize: %3$s
                """.formatted(node, type, size));
    }

    /** @param source a part of the claim that begins with a comma, or nothing */
    void claim(String name, String type, String size, String source) {
        plane.make("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: %s, namespace: default}
                spec: {storageClassName: %s, accessModes: [ReadWriteOnce], resources: {requests: {storage: %s}}%s}
                """.formatted(name, type, size, source));
    }

    /** @param rules a part of the pod that ends with a comma, or nothing */
    void pod(String name, String rules, List<String> claims) {
        StringBuilder volumes = new StringBuilder();
        StringBuilder mounts = new StringBuilder();
        for (String claim : claims) {
            volumes.append("{name: %1$s, persistentVolumeClaim: {claimName: %1$s}}, ".formatted(claim));
            mounts.append("{name: %1$s, mountPath: /%1$s}, ".formatted(claim));
        }
        plane.make("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: default}
                spec: {%s containers: [{name: c, image: x, volumeMounts: [%s]}], volumes: [%s]}
                """.formatted(name, rules, mounts, volumes));
    }

    /** What Kubernetes says of a claim or a pod. */
    List<String> events(String name) {
        return plane.client().v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> Objects.equals(event.getInvolvedObject().getName(), name))
                .map(Event::getMessage)
                .filter(Objects::nonNull)
                .toList();
    }
}
