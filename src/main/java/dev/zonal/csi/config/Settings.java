package dev.zonal.csi.config;

import dev.zonal.csi.config.Configuration.Backend;
import dev.zonal.csi.config.Configuration.LogFormat;
import dev.zonal.csi.config.Configuration.Mode;
import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.config.PoolFlags.Named;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * The one table of everything that can be set: flags, environment variables, the keys of the file and the reference
 * page all come from it.
 */
public final class Settings {
    static final Setting<Optional<Path>> CONFIG = Setting.optional(
            "config",
            "FILE",
            ValueParsers::path,
            "A YAML file with any of these keys; flags and variables go before it.");

    static final Setting<Endpoint> ENDPOINT = Setting.of(
                    "endpoint",
                    "unix:///PATH.sock",
                    "unix:///run/zonal/csi.sock",
                    Endpoint::parse,
                    "The unix domain socket that the driver listens on.")
            .withVariable("CSI_ENDPOINT");

    static final Setting<Mode> MODE = Setting.of(
            "mode",
            "all|controller|node",
            "all",
            ValueParsers.oneOf(Mode.class),
            "Which services this process offers beside Identity.");

    static final Setting<Backend> BACKEND = Setting.of(
            "backend",
            "local|fleet|cloud",
            "local",
            ValueParsers.oneOf(Backend.class),
            "Where volumes live: in the pools of this node, in those of all agents (with --mode controller), or on the"
                    + " disks of a cloud.");

    static final Setting<AgentList> AGENTS = new Setting<>(
            "agents",
            "ZONAL_AGENTS",
            "NODE=ADDRESS,...|@FILE|kubernetes:ACCOUNT",
            Optional.empty(),
            true,
            AgentList::parse,
            "The agents of the fleet, each by its node and where it listens; in a file, one a line; or the pods of that"
                    + " service account in this pod's namespace.");

    static final Setting<Optional<ControlAddress>> CONTROL = Setting.optional(
            "control",
            "ADDRESS",
            ControlAddress::parse,
            "Where this node's driver listens for the controllers of a fleet: HOST:PORT or unix:///PATH.sock; nowhere"
                    + " unless said.");

    static final Setting<Optional<Path>> CONTROL_CERTIFICATE = Setting.optional(
            "control-certificate",
            "FILE",
            ValueParsers::path,
            "The certificate by which this process is known in the fleet, as PEM: of an agent for its node id, of a"
                    + " controller for zonal-controller.");

    static final Setting<Optional<Path>> CONTROL_KEY = Setting.optional(
            "control-key", "FILE", ValueParsers::path, "The private key of that certificate, as PEM (PKCS #8).");

    static final Setting<Optional<Path>> CONTROL_CA = Setting.optional(
            "control-ca",
            "FILE",
            ValueParsers::path,
            "The certificates of those who sign the certificates of the fleet, as PEM.");

    static final Setting<Optional<Path>> CONTROL_TOKEN = Setting.optional(
            "control-token",
            "FILE",
            ValueParsers::path,
            "The service account token by which controllers are shown which node this agent is on: they sign its"
                    + " certificate, in place of --control-certificate and --control-key.");

    static final Setting<Optional<String>> CONTROL_AUTHORITY = Setting.optional(
            "control-authority",
            "NAME",
            text -> Labels.name("the name of the authority", text),
            "The Secret and the ConfigMap in which the controllers keep the authority that signs the certificates of"
                    + " agents; the first of them makes it.");

    static final Setting<Optional<String>> CAPACITY_BUCKETS = Setting.optional(
            "capacity-buckets",
            "LEASE",
            text -> Labels.name("the name of the Lease", text),
            "The Lease whose holder, one of the controllers, publishes what is free, by buckets of sizes and labels of"
                    + " nodes, in place of the provisioner (--enable-capacity=false).");

    static final Setting<Optional<String>> DRIVER_NAME = Setting.optional(
            "driver-name",
            "NAME",
            ValueParsers::driverName,
            "The name that a StorageClass calls the provisioner; local.csi.zonal.dev unless said, with --backend cloud"
                    + " cloud.csi.zonal.dev.");

    static final Setting<SpecVersion> SPEC = Setting.of(
            "spec",
            "1.12|1.13",
            "1.12",
            ValueParsers.oneOf(SpecVersion.class, SpecVersion::word),
            "The CSI version whose capabilities are advertised.");

    static final Setting<Boolean> CONTROLLER_EXPANSION = Setting.of(
            "controller-expansion",
            "true|false",
            "true",
            ValueParsers::truth,
            "Whether the controller expands volumes; with false, for one driver per Kubernetes node, the node alone"
                    + " does.");

    static final Setting<Boolean> POD_PLACEMENT = Setting.of(
            "pod-placement",
            "true|false",
            "false",
            ValueParsers::truth,
            "Whether the controller asks Kubernetes which pods will use a claim, and makes its volume where they get to"
                    + " it; needs --extra-create-metadata of the provisioner.");

    static final Setting<Optional<String>> NODE_ID = Setting.optional(
            "node-id",
            "ID",
            text -> Labels.name("the node id", text),
            "The id of this node, in Kubernetes its name; the host's name unless said.");

    static final Setting<Map<String, String>> TOPOLOGY = new Setting<>(
            "topology",
            "ZONAL_TOPOLOGY",
            "KEY=VALUE,...",
            Optional.empty(),
            true,
            NodeTopology::segments,
            "Where this node is, such as zone=a,rack=r1; the key node is added.");

    static final Setting<Map<String, String>> TOPOLOGY_FROM_LABELS = new Setting<>(
            "topology-from-labels",
            "ZONAL_TOPOLOGY_FROM_LABELS",
            "KEY=LABEL,...",
            Optional.empty(),
            true,
            NodeTopology::labels,
            "Which labels of the Kubernetes node say where it is, such as zone=topology.kubernetes.io/zone.");

    static final Setting<Optional<String>> TOPOLOGY_PREFIX = Setting.optional(
            "topology-prefix",
            "DOMAIN",
            Labels::prefix,
            "What all topology keys begin with; topology.<driver name> unless said.");

    static final Setting<Integer> MAX_VOLUMES = Setting.of(
            "max-volumes",
            "N",
            "0",
            ValueParsers.number(0, 100_000),
            "How many volumes this node takes at once; 0 for as many as its kernel can carry.");

    static final Setting<List<Named<Path>>> POOL = Setting.repeatable(
            "pool",
            "[NAME=]PATH",
            Named.of(ValueParsers::path),
            "A pool: a folder on XFS with reflink or on btrfs, a block device, or the file of an image.");

    static final Setting<List<Named<ByteSize>>> POOL_SIZE = Setting.repeatable(
            "pool-size",
            "[NAME=]SIZE",
            Named.of(ByteSize::parse),
            "How large a pool's file is made where there is none yet, such as 20Gi; one that is smaller grows to it.");

    static final Setting<List<String>> POOL_SPARSE = Setting.repeatable(
            "pool-sparse",
            "NAME",
            String::strip,
            "A pool whose image is made without its blocks and gives freed ones back; it offers no more than the host has"
                    + " free.");

    static final Setting<Double> POOL_OVERCOMMIT = Setting.of(
            "pool-overcommit",
            "RATIO",
            "1.0",
            ValueParsers::ratio,
            "How many times its space a pool may promise to thin volumes.");

    static final Setting<List<GivenUp>> POOL_FORMAT_DEVICE = Setting.repeatable(
            "pool-format-device",
            "DEVICE=CONTENT",
            GivenUp::parse,
            "A pool's device that is formatted although it is not blank, as long as it carries that content, which is"
                    + " lost; the refusal of such a device names it.");

    static final Setting<Path> RUN_DIR = Setting.of(
            "run-dir",
            "DIR",
            "/run/zonal",
            ValueParsers::path,
            "Where pools on images and devices are mounted, and where freezes are noted; what is in it need not outlive a reboot.");

    static final Setting<FilesystemType> DEFAULT_FS_TYPE = Setting.of(
            "default-fs-type",
            "ext4|xfs|btrfs",
            "ext4",
            ValueParsers.oneOf(FilesystemType.class, FilesystemType::word),
            "The filesystem of volumes for which nobody names one.");

    static final Setting<ByteSize> DEFAULT_VOLUME_SIZE = Setting.of(
            "default-volume-size", "SIZE", "1Gi", ByteSize::parse, "The size of volumes for which nobody names one.");

    static final Setting<List<HomeId>> FORGET_HOMES = Setting.repeatable(
            "forget-homes",
            "POOL-ID",
            text -> HomeId.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + text + "' is not a pool's id, the last eight characters of a volume's id")),
            "A pool that is gone for good: deleting its volumes and snapshots answers OK.");

    static final Setting<Path> KUBELET_DIR = Setting.of(
            "kubelet-dir",
            "DIR",
            "/var/lib/kubelet",
            ValueParsers::path,
            "The kubelet's root directory, which may lie behind a symbolic link.");

    static final Setting<Optional<Path>> KUBELET_REGISTRATION_DIR = Setting.optional(
            "kubelet-registration-dir",
            "DIR",
            ValueParsers::path,
            "Where the driver registers itself with kubelet, usually /var/lib/kubelet/plugins_registry.");

    static final Setting<Integer> MAX_INFLIGHT = Setting.of(
            "max-inflight",
            "N",
            "256",
            ValueParsers.number(1, 10_000),
            "How many calls run at once; more are answered UNAVAILABLE.");

    static final Setting<Integer> NATIVE_THREADS = Setting.of(
            "native-threads",
            "N",
            "16",
            ValueParsers.number(1, 256),
            "How many operations of one pool run at once; more wait. As many more may take volumes away meanwhile.");

    static final Setting<Duration> CALL_TIMEOUT = Setting.of(
            "call-timeout",
            "DURATION",
            "5m",
            ValueParsers::timeout,
            "How long a call may take whose caller names no deadline.");

    static final Setting<Duration> SHUTDOWN_GRACE = Setting.of(
            "shutdown-grace",
            "DURATION",
            "25s",
            ValueParsers::duration,
            "How long running calls may take when the driver is told to stop.");

    static final Setting<Optional<InetSocketAddress>> HTTP = Setting.optional(
            "http",
            "HOST:PORT",
            ValueParsers::address,
            "Where /metrics, /healthz and /readyz are served; nowhere unless said.");

    static final Setting<Optional<URI>> TRACING = Setting.optional(
            "tracing",
            "http://HOST:PORT",
            ValueParsers::collector,
            "The OpenTelemetry collector that gets a trace of each call (OTLP over HTTP), such as http://127.0.0.1:4318;"
                    + " none unless said.");

    static final Setting<LogFormat> LOG_FORMAT = Setting.of(
            "log-format",
            "text|json",
            "text",
            ValueParsers.oneOf(LogFormat.class),
            "How the log is written, one line per event either way.");

    static final Setting<Level> LOG_LEVEL = Setting.of(
            "log-level",
            "error|warn|info|debug|trace",
            "info",
            ValueParsers.oneOf(Level.class),
            "The least level that is logged.");

    /** In the order of the reference page. */
    public static final List<Setting<?>> ALL = List.of(
            CONFIG,
            ENDPOINT,
            MODE,
            BACKEND,
            AGENTS,
            CONTROL,
            CONTROL_CERTIFICATE,
            CONTROL_KEY,
            CONTROL_CA,
            CONTROL_TOKEN,
            CONTROL_AUTHORITY,
            CAPACITY_BUCKETS,
            CloudOptions.CLOUD,
            CloudOptions.CLOUD_CONFIG,
            CloudOptions.CLOUD_FOLDER,
            CloudOptions.CLOUD_ACCOUNT,
            CloudOptions.INSTANCE,
            CloudOptions.INSTANCE_TYPE,
            CloudOptions.ZONE,
            NODE_ID,
            TOPOLOGY,
            TOPOLOGY_FROM_LABELS,
            TOPOLOGY_PREFIX,
            POOL,
            POOL_SIZE,
            POOL_SPARSE,
            POOL_OVERCOMMIT,
            POOL_FORMAT_DEVICE,
            DEFAULT_FS_TYPE,
            DEFAULT_VOLUME_SIZE,
            MAX_VOLUMES,
            FORGET_HOMES,
            DRIVER_NAME,
            SPEC,
            CONTROLLER_EXPANSION,
            POD_PLACEMENT,
            KUBELET_REGISTRATION_DIR,
            KUBELET_DIR,
            RUN_DIR,
            MAX_INFLIGHT,
            NATIVE_THREADS,
            CALL_TIMEOUT,
            SHUTDOWN_GRACE,
            HTTP,
            TRACING,
            LOG_FORMAT,
            LOG_LEVEL);

    private Settings() {}
}
