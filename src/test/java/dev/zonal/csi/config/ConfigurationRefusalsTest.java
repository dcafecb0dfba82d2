package dev.zonal.csi.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is refused with a sentence that says where it was said. */
final class ConfigurationRefusalsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-inflght: 3              | line 1: there is no setting 'max-inflght'; did you mean 'max-inflight'?",
                "mode: all\\nmode: node      | line 2",
                "max-inflight: many          | zonal.yaml line 1: max-inflight: 'many' is not a number from 1 to 10000",
                "mode: [all, node]           | line 1: mode takes one value",
                "pool: {a: {b: c}}           | a plain value belongs here",
                "- mode                      | write one key and its value per line",
                "mode: {                     | not YAML",
                "config: other.yaml          | there is no setting 'config'",
                "topology: zone              | 'zone' is not a segment of a topology",
            })
    void whatIsWrongInTheFileIsNamedWithItsPlace(String yaml, String message) {
        assertThatThrownBy(() -> ofFile(yaml.replace("\\n", "\n")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("zonal.yaml")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ConfigurationReader.read(Map.of(Settings.CONFIG, List.of("/no/such")), Map.of()))
                .hasMessage("--config: '/no/such' can't be read");
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(
                        () -> ConfigurationReader.read(Map.of(Settings.CONFIG, List.of(folder.toString())), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("can't be read");
    }

    @Test
    void aFileThatIsTooLongIsNotRead() {
        assertThatThrownBy(() -> ofFile("#".repeat((1 << 20) + 1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("longer than 1048576 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoint             | tcp://1.2.3.4:5  | --endpoint: 'tcp://1.2.3.4:5' is no unix domain socket",
                "pool-format-device   | /dev/sdb          | --pool-format-device: '/dev/sdb' does not say what is given up",
                "mode                 | both             | --mode: 'both' is none of all, controller, node",
                "spec                 | 1.14             | --spec: '1.14' is none of 1.12, 1.13",
                "driver-name          | 1driver          | --driver-name: '1driver' is no driver name",
                "node-id              | a/b              | --node-id: the node id 'a/b' has to be at most 63",
                "pool-size            | big              | --pool-size: 'big' is not a size",
                "pool-size            | big=1Gi          | --pool-size: there is no pool named 'big'",
                "pool-overcommit      | 0                | --pool-overcommit: '0' is not a number from 0.1 to 1000",
                "shutdown-grace       | 30               | --shutdown-grace: '30' is not a duration",
                "call-timeout         | 0s               | --call-timeout: '0s' is no time to do anything in",
                "http                 | 127.0.0.1        | --http: '127.0.0.1' is not an address",
                "http                 | 127.0.0.1:99999  | --http: '127.0.0.1:99999' is not an address",
                "controller-expansion | yes              | --controller-expansion: 'yes' is neither true nor false",
                "forget-homes         | UPPER            | --forget-homes: 'UPPER' is not a pool's id",
                "log-level            | loud             | --log-level: 'loud' is none of error, warn, info",
                "topology             | a/zone=x         | --topology: the topology key 'a/zone' has another prefix",
                "topology             | node=other       | --topology: the topology key 'node' is the node id, n1",
                "topology             | zone=a,zone=b    | the key 'zone' is named twice",
                "topology             | zone=a,ZONE=b    | the topology key 'ZONE' is named twice",
                "topology-from-labels | zone             | 'zone' does not name a label for a topology key",
                "topology-from-labels | zone=UP/zone     | what goes before the slash in the label 'UP/zone'",
                "topology-from-labels | zone=a.b/        | --topology-from-labels: the name of the label '' has to be",
                "topology-from-labels | node=a.b/name    | the topology key 'node' has a value without a label: n1",
                "topology-from-labels | zone=a,ZONE=b    | the topology key 'ZONE' is named twice",
                "topology             | zone=-a          | the topology value '-a' has to be",
            })
    void whatIsWrongInAFlagIsNamed(String key, String value, String message) {
        Map<Setting<?>, List<String>> flags = new HashMap<>();
        flags.put(Settings.NODE_ID, List.of("n1"));
        flags.put(setting(key), List.of(value));

        assertThatThrownBy(() -> ConfigurationReader.read(flags, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsWrongInAVariableIsNamed() {
        assertThatThrownBy(() -> ConfigurationReader.read(Map.of(), Map.of("CSI_ENDPOINT", "relative.sock")))
                .hasMessageStartingWith("CSI_ENDPOINT: 'relative.sock' is not an absolute path");
    }

    @Test
    void severalPoolsHaveNames() {
        assertThatThrownBy(() -> ConfigurationReader.read(Map.of(Settings.POOL, List.of("/srv/a", "/srv/b")), Map.of()))
                .hasMessageContaining("give each of several pools its name");
        assertThatThrownBy(() ->
                        ConfigurationReader.read(Map.of(Settings.POOL, List.of("a=/srv/a", "a=/srv/b")), Map.of()))
                .hasMessageContaining("two pools are named 'a'");
    }

    private Configuration ofFile(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("zonal.yaml"), yaml);
        return ConfigurationReader.read(Map.of(Settings.CONFIG, List.of(file.toString())), Map.of());
    }

    private static Setting<?> setting(String key) {
        return Settings.ALL.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
