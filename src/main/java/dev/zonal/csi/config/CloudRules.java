package dev.zonal.csi.config;

import dev.zonal.csi.config.Configuration.Backend;
import dev.zonal.csi.config.Configuration.Mode;
import dev.zonal.csi.config.Configuration.NodeSettings;
import java.util.Optional;
import java.util.Set;

/** Which settings of a cloud go together. */
public final class CloudRules {
    private static final String ZONE = "zone";

    private CloudRules() {}

    /** In which zone this machine is as an instance: as it was said, or as the label of the node says. */
    public static Optional<String> zone(Configuration configuration) {
        NodeSettings node = configuration.node();
        return configuration
                .cloud()
                .zone()
                .or(() -> Optional.ofNullable(node.topology().segments().get(node.keyOf(ZONE))));
    }

    /** @throws ConfigurationException with a sentence for the operator */
    public static void check(Configuration configuration) {
        if (configuration.fleet().backend() != Backend.CLOUD) {
            return;
        }
        CloudSettings cloud = configuration.cloud();
        if (cloud.endpoint().isEmpty() && configuration.plugin().mode() != Mode.ALL) {
            throw new ConfigurationException(
                    "--cloud: missing; a cloud of several processes runs by itself (zonal cloud"
                            + " serve), and each of them names its socket; with --mode all the cloud is in this process");
        }
        if (cloud.endpoint().isPresent() && cloud.description().isPresent()) {
            throw new ConfigurationException(
                    "--cloud-config: the cloud of --cloud is described where it is served (zonal cloud serve --config)");
        }
        if (!configuration.pools().pools().isEmpty()) {
            throw new ConfigurationException("--pool: --backend cloud has no pools");
        }
        checkPlace(configuration.node(), cloud.zone().isPresent());
    }

    private static void checkPlace(NodeSettings node, boolean zoneSaid) {
        if (node.topology().segments().keySet().stream()
                .anyMatch(key -> !node.labels().containsKey(key) && !key.equals(node.nodeKey()))) {
            throw new ConfigurationException(
                    "--topology: with --backend cloud the zone of the instance says where a node is (--zone)");
        }
        if (!Set.of(node.keyOf(ZONE)).containsAll(node.labels().keySet())) {
            throw new ConfigurationException(
                    "--topology-from-labels: with --backend cloud the zone of the instance says"
                            + " where a node is; of the labels it can be zone alone, such as zone=topology.kubernetes.io/zone");
        }
        if (zoneSaid && !node.labels().isEmpty()) {
            throw new ConfigurationException("--zone: the label of --topology-from-labels says it; say one of the two");
        }
    }
}
