package dev.zonal.csi.scheduling;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zonal.csi.kubelet.ServiceAccount;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A control plane of Kubernetes without nodes, on loopback: etcd, the API server, the volume controllers and the scheduler.
 * Nodes are objects alone, so nothing runs on them, and every decision about them is real.
 */
final class ControlPlane implements AutoCloseable {
    private static final String TOKEN = "administrators-token";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

    private final Path folder;
    private final Deque<Process> processes = new ArrayDeque<>();
    private final int etcdPort = freePort();
    private final int peerPort = freePort();
    private final int port = freePort();
    private final KubernetesClient client;

    /** @param folder empty, for its files and logs */
    ControlPlane(Path folder) throws IOException {
        this.folder = folder;
        try {
            startApiServer();
            Files.writeString(folder.resolve("kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: c, cluster: {server: "%s", certificate-authority: "%s"}}]
                    users: [{name: u, user: {token: %s}}]
                    contexts: [{name: x, context: {cluster: c, user: u}}]
                    current-context: x
                    """.formatted(address(), certificate(), TOKEN));
            await("the API server", () -> Files.exists(certificate()));
            client = new KubernetesClientBuilder()
                    .withConfig(
                            Config.fromKubeconfig(folder.resolve("kubeconfig").toFile()))
                    .build();
            await("the API server", this::isReady);
            startControllers();
        } catch (IOException | RuntimeException | Error failed) {
            stop();
            throw failed;
        }
    }

    private void startApiServer() throws IOException {
        String etcd = "http://127.0.0.1:" + etcdPort;
        String peer = "http://127.0.0.1:" + peerPort;
        start(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + etcd,
                "--advertise-client-urls=" + etcd,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--unsafe-no-fsync");
        Files.writeString(folder.resolve("tokens.csv"), TOKEN + ",admin,admin,\"system:masters\"\n");
        makeServiceAccountKey();
        start(
                "kube-apiserver",
                "--etcd-servers=" + etcd,
                "--secure-port=" + port,
                "--bind-address=127.0.0.1",
                "--cert-dir=" + folder.resolve("certs"),
                "--service-account-key-file=" + folder.resolve("sa.key"),
                "--service-account-signing-key-file=" + folder.resolve("sa.key"),
                "--service-account-issuer=https://issuer",
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition",
                "--service-cluster-ip-range=10.96.0.0/16");
    }

    private void makeServiceAccountKey() throws IOException {
        run("openssl", "genrsa", "-out", folder.resolve("sa.key").toString(), "2048");
    }

    private void startControllers() throws IOException {
        String kubeconfig = folder.resolve("kubeconfig").toString();
        start(
                "kube-controller-manager",
                "--kubeconfig=" + kubeconfig,
                "--authentication-kubeconfig=" + kubeconfig,
                "--authorization-kubeconfig=" + kubeconfig,
                "--leader-elect=false",
                "--controllers=persistentvolume-binder-controller,persistentvolumeclaim-protection-controller",
                "--secure-port=0");
        start(
                "kube-scheduler",
                "--kubeconfig=" + kubeconfig,
                "--authentication-kubeconfig=" + kubeconfig,
                "--authorization-kubeconfig=" + kubeconfig,
                "--leader-elect=false",
                "--secure-port=0");
    }

    /** The provisioner as the controller has it beside itself. */
    void startProvisioner(Path socket) throws IOException {
        start(
                "csi-provisioner",
                "--csi-address=" + socket,
                "--kubeconfig=" + folder.resolve("kubeconfig"),
                "--extra-create-metadata",
                "--timeout=60s",
                "--retry-interval-max=2s",
                "--kube-api-qps=50",
                "--kube-api-burst=100");
    }

    /** The snapshots' own kinds. */
    void installSnapshotKinds() throws IOException {
        Path manifests = Path.of(program("manifests"));
        for (String kind : List.of("volumesnapshotclasses", "volumesnapshotcontents", "volumesnapshots")) {
            try (InputStream manifest =
                    Files.newInputStream(manifests.resolve("snapshot.storage.k8s.io_" + kind + ".yaml"))) {
                client.load(manifest).create();
            }
            await(kind, () -> succeeds(() -> client.raw("/apis/snapshot.storage.k8s.io/v1/" + kind)));
        }
    }

    /** Makes the objects, with the status that a controller would write. */
    void make(String yaml) {
        for (String document : yaml.split("\n---\n", -1)) {
            for (HasMetadata object : client.load(new ByteArrayInputStream(document.getBytes(UTF_8)))
                    .items()) {
                client.resource(object).create();
                if (document.contains("\nstatus:")) {
                    client.resource(object).patchStatus();
                }
            }
        }
    }

    KubernetesClient client() {
        return client;
    }

    URI address() {
        return URI.create("https://127.0.0.1:" + port);
    }

    /** The administrator, as a pod would find its own account. */
    ServiceAccount account() throws IOException {
        Path account = Files.createDirectories(folder.resolve("account"));
        Files.writeString(account.resolve("token"), TOKEN);
        Files.writeString(account.resolve("namespace"), "default");
        Files.writeString(account.resolve("ca.crt"), Files.readString(certificate()));
        return new ServiceAccount(account);
    }

    /** How much time of processors one of its programs has taken. */
    Duration cpuOf(String program) {
        return processes.stream()
                .map(Process::info)
                .filter(info -> info.command().orElse("").endsWith("/" + program))
                .findFirst()
                .flatMap(ProcessHandle.Info::totalCpuDuration)
                .orElseThrow();
    }

    private Path certificate() {
        return folder.resolve("certs").resolve("apiserver.crt");
    }

    private boolean isReady() {
        return succeeds(() -> client.raw("/readyz"));
    }

    private static boolean succeeds(Runnable question) {
        try {
            question.run();
            return true;
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(what + " is not there after " + PATIENCE + "; the logs are in " + folder);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void start(String name, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(program(name)));
        line.addAll(List.of(arguments));
        processes.push(new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start());
    }

    private static String program(String name) throws IOException {
        return run("sanity-tests/kubernetes/cluster", "binary", name)
                .lines()
                .toList()
                .getLast();
    }

    private static String run(String... line) throws IOException {
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", line) + " failed: " + printed);
        }
        return printed;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void stop() {
        while (!processes.isEmpty()) {
            Process process = processes.pop();
            process.destroy();
            process.onExit().join();
        }
    }

    @Override
    public void close() {
        client.close();
        stop();
    }
}
