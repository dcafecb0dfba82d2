package dev.zonal.csi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes together where volumes are the disks of a cloud. */
final class CloudRulesTest {
    private static final String ZONE = "topology.cloud.csi.zonal.dev/zone";

    /** @param more variables beside those of a node: NAME=value, with spaces between */
    private static Configuration said(String more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "ZONAL_BACKEND",
                "cloud",
                "ZONAL_MODE",
                "node",
                "ZONAL_CLOUD",
                "unix:///c.sock",
                "ZONAL_NODE_ID",
                "n1"));
        for (String pair : more.isEmpty() ? new String[0] : more.split(" ")) {
            String[] parts = pair.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return ConfigurationReader.read(Map.of(), environment);
    }

    @Test
    void theZoneIsSaid() {
        Configuration configuration = said("ZONAL_ZONE=a");

        assertThatCode(() -> CloudRules.check(configuration)).doesNotThrowAnyException();
        assertThat(CloudRules.zone(configuration)).contains("a");
    }

    @Test
    void orTheLabelOfTheNodeSaysIt() {
        Configuration configuration = said("ZONAL_TOPOLOGY_FROM_LABELS=zone=topology.kubernetes.io/zone");
        assertThatCode(() -> CloudRules.check(configuration)).doesNotThrowAnyException();
        assertThat(CloudRules.zone(configuration)).isEmpty();

        Configuration located = configuration.at(Map.of(ZONE, "b"));

        assertThatCode(() -> CloudRules.check(located)).doesNotThrowAnyException();
        assertThat(CloudRules.zone(located)).contains("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ZONAL_TOPOLOGY=rack=r1                                       | --topology: with --backend cloud",
                "ZONAL_TOPOLOGY=zone=a                                        | --topology: with --backend cloud",
                "ZONAL_TOPOLOGY_FROM_LABELS=rack=example.com/rack             | it can be zone alone",
                "ZONAL_TOPOLOGY_FROM_LABELS=zone=a/zone,rack=a/rack           | it can be zone alone",
                "ZONAL_TOPOLOGY_FROM_LABELS=zone=a/zone ZONAL_ZONE=a          | --zone: the label",
                "ZONAL_POOL=/srv/pool                                         | has no pools",
                "ZONAL_CLOUD_CONFIG=/c.yaml                                   | is described where it is served",
            })
    void whatDoesNotGoTogetherIsRefused(String settings, String sentence) {
        assertThatThrownBy(() -> CloudRules.check(said(settings)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(sentence);
    }
}
