package dev.zonal.csi.config;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Topology;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.event.Level;

/**
 * The whole configuration of a driver as immutable records, one per concern. Made once, by {@link ConfigurationReader}.
 *
 * @param http where metrics and health are served; nowhere unless said
 * @param tracing which collector gets traces; none unless said
 */
public record Configuration(
        ServerSettings server,
        PluginSettings plugin,
        FleetSettings fleet,
        NodeSettings node,
        CloudSettings cloud,
        PoolSettings pools,
        VolumeSettings volumes,
        KubeletSettings kubelet,
        LogSettings log,
        Optional<InetSocketAddress> http,
        Optional<URI> tracing) {

    /** With the segments that the labels of the node said. */
    public Configuration at(Map<String, String> segments) {
        return new Configuration(
                server, plugin, fleet, node.at(segments), cloud, pools, volumes, kubelet, log, http, tracing);
    }

    /**
     * The socket, and how much is served on it.
     *
     * @param maximumInFlight how many calls run at once; more are turned away
     * @param nativeThreads how many operations may be in the kernel at once
     * @param callTimeout how long a call may take whose caller names no deadline
     * @param shutdownGrace how long running calls may take when the driver stops
     */
    public record ServerSettings(
            Endpoint endpoint, int maximumInFlight, int nativeThreads, Duration callTimeout, Duration shutdownGrace) {}

    /**
     * What the driver says of itself.
     *
     * @param controllerExpansion whether volumes are expanded by the controller; without it, the node alone does it
     */
    public record PluginSettings(String driverName, Mode mode, SpecVersion spec, boolean controllerExpansion) {}

    /** Which of the two halves of the driver this process is. */
    public enum Mode {
        ALL,
        CONTROLLER,
        NODE;

        public boolean servesController() {
            return this != NODE;
        }

        public boolean servesNode() {
            return this != CONTROLLER;
        }
    }

    /** Where volumes live. */
    public enum Backend {
        /** In the pools of this node. */
        LOCAL,
        /** In the pools of all agents. */
        FLEET,
        /** On the disks of a cloud. */
        CLOUD
    }

    /**
     * One controller for many nodes.
     *
     * @param agents where a controller learns of its agents
     * @param control where this node's own agent listens; there is none unless said
     * @param trust how controllers and agents know each other on TCP
     * @param capacityLease the Lease whose holder publishes capacity by buckets; nobody does unless said
     */
    public record FleetSettings(
            Backend backend,
            AgentList agents,
            Optional<ControlAddress> control,
            Optional<ControlTrust> trust,
            Optional<String> capacityLease) {}

    /** The version of the CSI spec whose capabilities are advertised; the wire is the same for both. */
    public enum SpecVersion {
        V1_12("1.12"),
        V1_13("1.13");

        private final String word;

        SpecVersion(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * Which node this is, and where.
     *
     * @param topology the segments of it that are known, with the prefix that they share
     * @param labels from which label of the Kubernetes node each other topology key gets its value
     * @param maximumVolumes how many volumes it takes, 0 for as many as the host allows
     */
    public record NodeSettings(String nodeId, Topology topology, Map<String, String> labels, int maximumVolumes) {
        public NodeSettings {
            labels = Map.copyOf(labels);
        }

        /** The topology key that says which node it is. */
        public String nodeKey() {
            return NodeTopology.nodeKey(topology);
        }

        /** The whole topology key of that name: all keys of a node share what they begin with. */
        String keyOf(String name) {
            String node = nodeKey();
            return node.substring(0, node.lastIndexOf('/') + 1) + name;
        }

        NodeSettings at(Map<String, String> found) {
            Map<String, String> segments = new HashMap<>(topology.segments());
            segments.putAll(found);
            return new NodeSettings(nodeId, Topology.of(segments), labels, maximumVolumes);
        }
    }

    /**
     * Where volumes live on this node.
     *
     * @param pools in the order in which they were named; the first is the one for those who name none
     * @param sparse the names of those whose image is made without its blocks
     * @param overcommit how many times its space a pool may promise
     * @param givenUp what may be formatted over
     * @param runDirectory where pools on images and devices are mounted
     */
    public record PoolSettings(
            List<ConfiguredPool> pools,
            Set<String> sparse,
            double overcommit,
            Set<GivenUp> givenUp,
            Path runDirectory) {
        public PoolSettings {
            pools = List.copyOf(pools);
            sparse = Set.copyOf(sparse);
            givenUp = Set.copyOf(givenUp);
        }
    }

    /**
     * A place for volumes on this node.
     *
     * @param name what a StorageClass calls it
     * @param path a folder on a filesystem with reflinks, a block device, or the file of an image
     * @param size how large the file is made where there is none yet, or becomes where it is smaller
     */
    public record ConfiguredPool(String name, Path path, Optional<ByteSize> size) {}

    /**
     * What volumes are where a request leaves it open.
     *
     * @param forgottenHomes homes that are gone for good: what lived there counts as deleted
     * @param podPlacement whether Kubernetes is asked which pods will use a claim
     */
    public record VolumeSettings(
            FilesystemType defaultFilesystem, ByteSize defaultSize, Set<HomeId> forgottenHomes, boolean podPlacement) {
        public VolumeSettings {
            forgottenHomes = Set.copyOf(forgottenHomes);
        }
    }

    /**
     * The kubelet of this node.
     *
     * @param directory its root, below which it asks for volumes
     * @param registrationDirectory where it looks for plugins; without one the driver doesn't register itself
     */
    public record KubeletSettings(Path directory, Optional<Path> registrationDirectory) {}

    /** What is logged, and how it is written. */
    public record LogSettings(LogFormat format, Level level) {}

    /** How an event of the log is written; either way in one line. */
    public enum LogFormat {
        TEXT,
        JSON
    }
}
