package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real cluster of three nodes with the driver installed: n1 in zone a and rack r1, n2 in zone b and rack r2, n3 in
 * zone c and rack r1.
 */
record Cluster(KubernetesClient client, Times times) implements AutoCloseable {
    private static final Duration COLD_BUILD = Duration.ofMinutes(30);
    private static final Duration COMMAND = Duration.ofMinutes(5);
    private static final int REQUEST_MILLIS = 60_000;

    /** The one of this name that runs, or a new one. What a killed run left of it is removed first. */
    static Cluster findOrBringUp() {
        Times times = new Times();
        long began = System.nanoTime();
        if (!runs()) {
            ClusterCommand.run(COMMAND, "down");
            ClusterCommand.run(COLD_BUILD, "build");
            ClusterCommand.run(COLD_BUILD, "image");
            ClusterCommand.run(COMMAND, "up", "--nodes", "3", "--zones", "a,b,c", "--racks", "r1,r2");
        }
        Cluster cluster = new Cluster(connect(), times);
        Installation.of(cluster);
        times.add("cluster up and driver installed", Duration.ofNanos(System.nanoTime() - began));
        return cluster;
    }

    private static boolean runs() {
        if (!Files.exists(kubeconfig())) {
            return false;
        }
        try (KubernetesClient client = connect()) {
            return answers(client);
        }
    }

    private static boolean answers(KubernetesClient client) {
        try {
            return !client.nodes().list().getItems().isEmpty();
        } catch (KubernetesClientException gone) {
            return false;
        }
    }

    private static KubernetesClient connect() {
        Config config = Config.fromKubeconfig(kubeconfig().toFile());
        // It takes a key for RSA that does not say what it is.
        config.setClientKeyAlgo("EC");
        // The API server may find that a node is gone only when a connection to it is not answered.
        config.setRequestTimeout(REQUEST_MILLIS);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private static Path kubeconfig() {
        return Path.of(ClusterCommand.run(COMMAND, "kubeconfig").strip());
    }

    List<String> nodes() {
        return client.nodes().list().getItems().stream()
                .map(node -> node.getMetadata().getName())
                .sorted()
                .toList();
    }

    String another(String node) {
        return nodes().stream().filter(other -> !other.equals(node)).findFirst().orElseThrow();
    }

    /** Those of the stories. */
    List<String> namespaces() {
        return client.namespaces().list().getItems().stream()
                .map(namespace -> namespace.getMetadata().getName())
                .filter(name -> name.matches("zonal-(example|test)-.*"))
                .toList();
    }

    /** Where a node is by the driver's keys, as a volume on it has to say: key=value, sorted. */
    List<String> placesOf(String node) {
        Map<String, String> labels =
                client.nodes().withName(node).get().getMetadata().getLabels();
        return Stream.of(
                        "node=" + node,
                        "rack=" + labels.get("example.com/rack"),
                        "zone=" + labels.get("topology.kubernetes.io/zone"))
                .map(segment -> "topology." + Drivers.NAME + "/" + segment)
                .toList();
    }

    void awaitReady(String node) {
        Patience.USUAL.until(
                node + " to be Ready",
                () -> Readiness.isNodeReady(client.nodes().withName(node).get()),
                () -> client.nodes()
                        .withName(node)
                        .get()
                        .getStatus()
                        .getConditions()
                        .toString());
        drivers().awaitReady(node);
    }

    /** Lets nothing new be scheduled to a node, or lets it again. */
    void cordon(String node, boolean cordoned) {
        client.nodes().withName(node).edit(object -> {
            object.getSpec().setUnschedulable(cordoned);
            return object;
        });
    }

    Drivers drivers() {
        return new Drivers(this);
    }

    /** The loop devices of all nodes, as {@code cluster status} tells them. */
    List<String> loopDevices() {
        return command("status")
                .lines()
                .flatMap(line -> Stream.of(line.split("\\s+", -1)))
                .filter(word -> word.startsWith("/dev/loop"))
                .toList();
    }

    /** What {@code cluster} does to nodes: kill, start, reboot, restart. */
    String command(String... words) {
        return ClusterCommand.run(COMMAND, words);
    }

    @Override
    public void close() {
        client.close();
    }
}
