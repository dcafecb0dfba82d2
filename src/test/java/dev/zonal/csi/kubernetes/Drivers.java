package dev.zonal.csi.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The driver's pods, one on each node, and what each of them has; and the controllers over all of them. */
record Drivers(Cluster cluster) {
    static final String NAME = "local.csi.zonal.dev";
    static final String NAMESPACE = "zonal-system";

    private static final String CONTAINER = "driver";
    private static final int LINES_TOLD = 30;

    /** The driver's pod on a node. */
    Pod on(String node) {
        return find(node).orElseThrow(() -> new IllegalStateException("no driver on " + node));
    }

    Optional<Pod> find(String node) {
        return client()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabels(Map.of("app.kubernetes.io/name", "zonal", "app.kubernetes.io/component", "node"))
                .list()
                .getItems()
                .stream()
                .filter(pod -> node.equals(pod.getSpec().getNodeName()))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .findFirst();
    }

    boolean isReady(String node) {
        return find(node).filter(Readiness::isPodReady).isPresent();
    }

    void awaitReady(String node) {
        Patience.USUAL.until("the driver on " + node, () -> isReady(node), () -> logOf(node));
    }

    /** Until every node has the driver that was installed last, and so have the controllers. */
    void awaitRolledOut() {
        var controllers = client().apps().deployments().inNamespace(NAMESPACE).withName("zonal-controller");
        Patience.USUAL.until(
                "all controllers to be the new ones",
                () -> Optional.ofNullable(controllers.get())
                        .filter(Drivers::isRolledOut)
                        .isPresent(),
                () -> cluster.command("status"));
        var set = client().apps().daemonSets().inNamespace(NAMESPACE).withName("zonal-node");
        Patience.USUAL.until(
                "all drivers to be the new ones",
                () -> Optional.ofNullable(set.get()).filter(this::isRolledOut).isPresent(),
                () -> cluster.command("status"));
    }

    private static boolean isRolledOut(Deployment controllers) {
        DeploymentStatus status = controllers.getStatus();
        Integer wanted = controllers.getSpec().getReplicas();
        return controllers.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && Objects.equals(status.getUpdatedReplicas(), wanted)
                && Objects.equals(status.getReplicas(), wanted)
                && Objects.equals(status.getAvailableReplicas(), wanted);
    }

    private boolean isRolledOut(DaemonSet set) {
        DaemonSetStatus status = set.getStatus();
        int nodes = cluster.nodes().size();
        return set.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && Objects.equals(status.getUpdatedNumberScheduled(), nodes)
                && Objects.equals(status.getNumberAvailable(), nodes);
    }

    /** Ends the driver on a node as the kernel would that is short of memory: at once, in the middle of anything. */
    void kill(String node) {
        String id = signal(node, "SIGKILL");
        Patience.USUAL.until("the driver on " + node + " to run anew", () -> isAnother(node, id), () -> logOf(node));
    }

    /**
     * Sends a signal to the driver on a node.
     *
     * @return the id of its container
     */
    String signal(String node, String signal) {
        String id = on(node).getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(CONTAINER))
                .map(status -> status.getContainerID().replace("containerd://", ""))
                .findFirst()
                .orElseThrow();
        ClusterCommand.run(
                Patience.USUAL.limit(),
                "node",
                node,
                "ctr",
                "--address",
                "/run/containerd/containerd.sock",
                "--namespace",
                "k8s.io",
                "tasks",
                "kill",
                "--signal",
                signal,
                id);
        return id;
    }

    /** Ends the controller whose provisioner is active, at once. */
    void killLeader() {
        killHolder(NAME.replace('.', '-'));
    }

    /** Ends the controller that holds a Lease, at once. */
    void killHolder(String lease) {
        String holder = client().leases()
                .inNamespace(NAMESPACE)
                .withName(lease)
                .get()
                .getSpec()
                .getHolderIdentity()
                .replaceAll("_.*", "");
        client().pods()
                .inNamespace(NAMESPACE)
                .withName(holder)
                .withGracePeriod(0)
                .delete();
    }

    private boolean isAnother(String node, String id) {
        return find(node).stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .filter(status -> status.getName().equals(CONTAINER))
                .anyMatch(status -> status.getState().getRunning() != null
                        && !status.getContainerID().endsWith(id));
    }

    /** The controllers that are ready. */
    List<Pod> controllers() {
        return client()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabels(Map.of("app.kubernetes.io/name", "zonal", "app.kubernetes.io/component", "controller"))
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(Readiness::isPodReady)
                .toList();
    }

    /** The ids of all volumes and snapshots, as the controllers tell them. */
    Stream<String> ids() {
        return Stream.of("volume", "snapshot")
                .flatMap(kind -> zonal(kind, "list", "-o", "name").lines());
    }

    /** The ids of all volumes and snapshots by the folders in the pools, which costs no start of a JVM. */
    Stream<String> inPools() {
        return cluster.nodes().stream()
                .flatMap(node -> run(node, "ls /run/zonal/pools/*/volumes /run/zonal/pools/*/snapshots")
                        .lines())
                .filter(line -> line.startsWith("vol-") || line.startsWith("snap-"));
    }

    /** Zonal's own command, asked of a controller. */
    String zonal(String... words) {
        String controller = controllers().getFirst().getMetadata().getName();
        return Exec.in(client(), NAMESPACE, controller, "controller").run("zonal " + String.join(" ", words));
    }

    /** What a command in the driver's container prints. */
    String run(String node, String command) {
        return Exec.in(client(), NAMESPACE, on(node).getMetadata().getName(), CONTAINER)
                .run(command);
    }

    private KubernetesClient client() {
        return cluster.client();
    }

    /** The last lines of the driver's log. */
    String logOf(String node) {
        return find(node)
                .map(pod -> client().pods()
                        .inNamespace(NAMESPACE)
                        .withName(pod.getMetadata().getName())
                        .inContainer(CONTAINER)
                        .tailingLines(LINES_TOLD)
                        .getLog())
                .orElse("no driver on " + node);
    }
}
