package dev.zonal.csi.config;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that an operator can say, one record per concern. Made once, by {@link ConfigurationReader}.
 *
 * @param http where metrics and health are served; nowhere unless said
 */
public record Configuration(
        ServerSettings server,
        PluginSettings plugin,
        NodeSettings node,
        PoolSettings pools,
        VolumeSettings volumes,
        KubeletSettings kubelet,
        LogSettings log,
        Optional<InetSocketAddress> http) {

    /** With the segments that the labels of the node said. */
    public Configuration at(Map<String, String> segments) {
        return new Configuration(server, plugin, node.at(segments), pools, volumes, kubelet, log, http);
    }
}
