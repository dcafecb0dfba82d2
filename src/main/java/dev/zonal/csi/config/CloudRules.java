package dev.zonal.csi.config;

import dev.zonal.csi.config.Configuration.Backend;
import dev.zonal.csi.config.Configuration.Mode;

/** Which settings of a cloud go together. */
public final class CloudRules {
    private CloudRules() {}

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
        if (configuration.node().topology().segments().size() > 1
                || !configuration.node().labels().isEmpty()) {
            throw new ConfigurationException(
                    "--topology: with --backend cloud the zone of the instance says where a node is (--zone)");
        }
    }
}
