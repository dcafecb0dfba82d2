package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The simulated cloud and its driver as docs/cloud.md installs them, by the manifests of deploy/cloud. A zone that has two
 * nodes is made of a rack of this cluster: n1 and n3 are in r1, n2 is in r2. Each instance takes two disks.
 */
record CloudInstallation(Cluster cluster) {
    static final String CLASS = "zonal-cloud";
    static final String ZONE_LABEL = "example.com/rack";
    static final String TOPOLOGY = "topology.cloud.csi.zonal.dev";
    static final int DISKS_OF_AN_INSTANCE = 2;

    private static final String NAMESPACE = "zonal-cloud";
    private static final String DRIVER = "cloud.csi.zonal.dev";
    private static final Path MANIFESTS = Path.of("deploy", "cloud");
    private static final Path FILLED = Path.of("target", "kubernetes", "cloud");

    /** What somebody writes into the manifests whose zones have other names, and another label. */
    private static final Map<String, String> CHANGES = Map.of(
            "topology.kubernetes.io/zone",
            ZONE_LABEL,
            "r1: [a, b, c]",
            "here: [r1, r2]",
            "UpdatePeriodSeconds: 60",
            "UpdatePeriodSeconds: 10",
            "fast: null",
            "fast: null\n    instanceTypes:\n      small: {slots: " + (DISKS_OF_AN_INSTANCE + 1)
                    + ", otherDevices: 1}");

    /** Waits until each node has its driver, and the scheduler knows what can be had. */
    void install() {
        fill();
        kubectl("apply", "--filename", FILLED.toString());
        for (String part : List.of("deployment/cloud", "deployment/controller", "daemonset/node")) {
            kubectl("--namespace", NAMESPACE, "rollout", "status", part, "--timeout", "180s");
        }
        cluster.nodes()
                .forEach(node -> Patience.USUAL.until(
                        DRIVER + " to be registered on " + node,
                        () -> Installation.isRegistered(cluster, node, DRIVER),
                        this::seen));
        List.of("r1", "r2").forEach(zone -> awaitRoom(zone, true));
    }

    private static void fill() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> manifests = Files.list(MANIFESTS)) {
            for (Path manifest : manifests.toList()) {
                files.put(String.valueOf(manifest.getFileName()), Files.readString(manifest));
            }
            CHANGES.forEach((from, to) -> {
                assertThat(files.values()).as(from).anyMatch(text -> text.contains(from));
                files.replaceAll((_, text) -> text.replace(from, to));
            });
            Files.createDirectories(FILLED);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(FILLED.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Removes all of it, and what it leaves on nodes; a disk that is there yet fails the test. */
    void remove() {
        try {
            Patience.USUAL.until("the disks of the cloud to go", () -> disks().isEmpty(), this::seen);
        } finally {
            // The driver goes before its cloud: what it is asked meanwhile it can still answer.
            kubectl(
                    "delete",
                    "--filename",
                    FILLED.resolve("4-driver.yaml").toString(),
                    "--ignore-not-found",
                    "--cascade=foreground");
            kubectl("delete", "--filename", FILLED.toString(), "--ignore-not-found");
            for (String node : cluster.nodes()) {
                cluster.command("node", node, "rm", "-rf", "/run/zonal-cloud", "/srv/zonal-cloud");
            }
            kubectl("label", "nodes", "--all", TOPOLOGY + "/region-", TOPOLOGY + "/zone-");
        }
    }

    private List<String> disks() {
        return cloud("disk", "list", "-o", "name").lines().toList();
    }

    /** Until the scheduler is told that no disk can be had in a zone, or that one can. */
    void awaitRoom(String zone, boolean any) {
        Patience.USUAL.until(
                "zone " + zone + " to have " + (any ? "room" : "no room"), () -> hasRoom(zone) == any, this::seen);
    }

    private boolean hasRoom(String zone) {
        return cluster.client().storage().v1().csiStorageCapacities().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(capacity ->
                        zone.equals(capacity.getNodeTopology().getMatchLabels().get(TOPOLOGY + "/zone")))
                .anyMatch(
                        capacity -> capacity.getCapacity().getNumericalAmount().signum() > 0);
    }

    /** A command of {@code zonal cloud}. */
    String cloud(String... words) {
        return kubectl(Stream.concat(
                        Stream.of("--namespace", NAMESPACE, "exec", "deployment/cloud", "--", "zonal", "cloud"),
                        Stream.of(words))
                .toArray(String[]::new));
    }

    /** What the parts said last. */
    String seen() {
        return Stream.of("deployment/cloud", "deployment/controller", "daemonset/node")
                .map(part ->
                        kubectl("--namespace", NAMESPACE, "logs", part, "--all-containers", "--prefix", "--tail", "30"))
                .collect(Collectors.joining("\n"));
    }

    private String kubectl(String... words) {
        return cluster.command(
                Stream.concat(Stream.of("kubectl"), Stream.of(words)).toArray(String[]::new));
    }
}
