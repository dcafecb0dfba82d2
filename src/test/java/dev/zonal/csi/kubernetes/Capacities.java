package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/** What Kubernetes takes to be free on each node: its CSIStorageCapacity objects for the class of most claims. */
record Capacities(KubernetesClient client, Cluster cluster) {
    /** The room on a node, in bytes, when its object says what the driver says. */
    long awaitSettled(String node) {
        await(node, bytes -> bytes == ofDriver(node), "what the driver says");
        return bytes(node).orElseThrow();
    }

    void awaitAtMost(String node, long bytes) {
        await(node, found -> found <= bytes, "at most " + bytes);
    }

    void awaitAtLeast(String node, long bytes) {
        await(node, found -> found >= bytes, "at least " + bytes);
    }

    private void await(String node, LongPredicate wanted, String what) {
        Patience.USUAL.until(
                "the capacity of " + node + " to be " + what,
                () -> bytes(node).stream().anyMatch(wanted),
                () -> bytes(node) + "; the driver says " + ofDriver(node));
    }

    private long ofDriver(String node) {
        return Long.parseLong(cluster.drivers()
                .zonal("capacity", "--topology", "node=" + node, "-o", "json")
                .replaceAll("(?s).*\"available_?[cC]apacity\"\\s*:\\s*\"?(\\d+).*", "$1"));
    }

    private OptionalLong bytes(String node) {
        return client.storage().v1().csiStorageCapacities().inNamespace(Drivers.NAMESPACE).list().getItems().stream()
                .filter(capacity -> capacity.getStorageClassName().equals("zonal"))
                .filter(capacity -> isOf(node, capacity))
                .mapToLong(capacity -> Optional.ofNullable(capacity.getCapacity())
                        .map(Quantity::getNumericalAmount)
                        .map(BigDecimal::longValue)
                        .orElse(0L))
                .findFirst();
    }

    private static boolean isOf(String node, CSIStorageCapacity capacity) {
        return Optional.ofNullable(capacity.getNodeTopology().getMatchLabels()).orElse(Map.of()).entrySet().stream()
                .anyMatch(label ->
                        label.getKey().endsWith("/node") && label.getValue().equals(node));
    }
}
