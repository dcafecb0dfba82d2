package dev.zonal.csi.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.config.Configuration.Backend;
import dev.zonal.csi.config.Configuration.ConfiguredPool;
import dev.zonal.csi.config.Configuration.FleetSettings;
import dev.zonal.csi.config.Configuration.KubeletSettings;
import dev.zonal.csi.config.Configuration.LogFormat;
import dev.zonal.csi.config.Configuration.LogSettings;
import dev.zonal.csi.config.Configuration.Mode;
import dev.zonal.csi.config.Configuration.NodeSettings;
import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.config.Configuration.PoolSettings;
import dev.zonal.csi.config.Configuration.ServerSettings;
import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.config.Configuration.VolumeSettings;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Topology;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

final class ConfigurationReaderTest {
    private static final String PREFIX = "topology.local.csi.zonal.dev/";

    @TempDir
    Path folder;

    /** Every setting, said otherwise than its default. */
    private static final Map<String, List<String>> EVERYTHING = Map.ofEntries(
            Map.entry("endpoint", List.of("unix:///x/y.sock")),
            Map.entry("mode", List.of("node")),
            Map.entry("backend", List.of("fleet")),
            Map.entry("agents", List.of("n1=10.0.0.1:9810", "n2=unix:///run/n2.sock")),
            Map.entry("control", List.of("[::1]:9810")),
            Map.entry("control-certificate", List.of("/c/tls.crt")),
            Map.entry("control-key", List.of("/c/tls.key")),
            Map.entry("control-ca", List.of("/c/ca.crt")),
            Map.entry("cloud", List.of("unix:///x/cloud.sock")),
            Map.entry("cloud-config", List.of("/c/cloud.yaml")),
            Map.entry("cloud-folder", List.of("/c/disks")),
            Map.entry("cloud-account", List.of("tests")),
            Map.entry("instance", List.of("n1")),
            Map.entry("instance-type", List.of("large")),
            Map.entry("zone", List.of("b")),
            Map.entry("capacity-buckets", List.of("capacity")),
            Map.entry("node-id", List.of("n1")),
            Map.entry("topology", List.of("zone=a", "rack=r1")),
            Map.entry("topology-from-labels", List.of("region=topology.kubernetes.io/region")),
            Map.entry("topology-prefix", List.of("topology.example.com")),
            Map.entry("pool", List.of("fast=/srv/fast", "big=/srv/big.img")),
            Map.entry("pool-size", List.of("big=20Gi")),
            Map.entry("pool-sparse", List.of("big")),
            Map.entry("pool-overcommit", List.of("2.5")),
            Map.entry("pool-format-device", List.of("/dev/sdx=0123456789ab")),
            Map.entry("default-fs-type", List.of("xfs")),
            Map.entry("default-volume-size", List.of("2Gi")),
            Map.entry("max-volumes", List.of("12")),
            Map.entry("forget-homes", List.of("abcdefgh")),
            Map.entry("driver-name", List.of("disks.example.com")),
            Map.entry("spec", List.of("1.13")),
            Map.entry("controller-expansion", List.of("false")),
            Map.entry("pod-placement", List.of("true")),
            Map.entry("kubelet-registration-dir", List.of("/k/plugins_registry")),
            Map.entry("kubelet-dir", List.of("/k")),
            Map.entry("run-dir", List.of("/r")),
            Map.entry("max-inflight", List.of("7")),
            Map.entry("native-threads", List.of("3")),
            Map.entry("call-timeout", List.of("40s")),
            Map.entry("shutdown-grace", List.of("90s")),
            Map.entry("http", List.of("127.0.0.1:9808")),
            Map.entry("tracing", List.of("http://127.0.0.1:4318")),
            Map.entry("log-format", List.of("json")),
            Map.entry("log-level", List.of("debug")));

    private static final Configuration OTHERWISE = new Configuration(
            new ServerSettings(
                    new Endpoint(Path.of("/x/y.sock")), 7, 3, Duration.ofSeconds(40), Duration.ofSeconds(90)),
            new PluginSettings("disks.example.com", Mode.NODE, SpecVersion.V1_13, false),
            new FleetSettings(
                    Backend.FLEET,
                    new AgentList(List.of("n1=10.0.0.1:9810", "n2=unix:///run/n2.sock"), Optional.empty()),
                    Optional.of(new ControlAddress.Tcp("::1", 9810)),
                    Optional.of(new ControlTrust.TlsFiles(
                            Path.of("/c/tls.crt"), Path.of("/c/tls.key"), Path.of("/c/ca.crt"))),
                    Optional.of("capacity")),
            new NodeSettings(
                    "n1",
                    Topology.of(Map.of(
                            "topology.example.com/zone", "a",
                            "topology.example.com/rack", "r1",
                            "topology.example.com/node", "n1")),
                    Map.of("topology.example.com/region", "topology.kubernetes.io/region"),
                    12),
            new CloudSettings(
                    Optional.of(new Endpoint(Path.of("/x/cloud.sock"))),
                    Optional.of(Path.of("/c/cloud.yaml")),
                    Path.of("/c/disks"),
                    "tests",
                    Optional.of("b"),
                    Optional.of("large")),
            new PoolSettings(
                    List.of(
                            new ConfiguredPool("fast", Path.of("/srv/fast"), Optional.empty()),
                            new ConfiguredPool("big", Path.of("/srv/big.img"), Optional.of(ByteSize.ofGibibytes(20)))),
                    Set.of("big"),
                    2.5,
                    Set.of(new GivenUp(Path.of("/dev/sdx"), "0123456789ab")),
                    Path.of("/r")),
            new VolumeSettings(FilesystemType.XFS, ByteSize.ofGibibytes(2), Set.of(new HomeId("abcdefgh")), true),
            new KubeletSettings(Path.of("/k"), Optional.of(Path.of("/k/plugins_registry"))),
            new LogSettings(LogFormat.JSON, Level.DEBUG),
            Optional.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9808)),
            Optional.of(URI.create("http://127.0.0.1:4318")));

    @Test
    void everySettingIsTried() {
        assertThat(Settings.ALL.stream().map(Setting::key)).containsExactlyInAnyOrderElementsOf(() -> {
            List<String> keys = new java.util.ArrayList<>(EVERYTHING.keySet());
            keys.add("config");
            // In place of certificates from files: FleetSettingsTest tries them.
            keys.addAll(List.of("control-token", "control-authority"));
            return keys.iterator();
        });
    }

    @Test
    void defaults() throws Exception {
        String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();

        assertThat(ConfigurationReader.read(Map.of(), Map.of()))
                .isEqualTo(new Configuration(
                        new ServerSettings(
                                new Endpoint(Path.of("/run/zonal/csi.sock")),
                                256,
                                16,
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(25)),
                        new PluginSettings("local.csi.zonal.dev", Mode.ALL, SpecVersion.V1_12, true),
                        new FleetSettings(
                                Backend.LOCAL, AgentList.NONE, Optional.empty(), Optional.empty(), Optional.empty()),
                        new NodeSettings(host, Topology.of(Map.of(PREFIX + "node", host)), Map.of(), 0),
                        new CloudSettings(
                                Optional.empty(),
                                Optional.empty(),
                                Path.of("/var/lib/zonal/cloud"),
                                "zonal",
                                Optional.empty(),
                                Optional.empty()),
                        new PoolSettings(List.of(), Set.of(), 1.0, Set.of(), Path.of("/run/zonal")),
                        new VolumeSettings(FilesystemType.EXT4, ByteSize.ofGibibytes(1), Set.of(), false),
                        new KubeletSettings(Path.of("/var/lib/kubelet"), Optional.empty()),
                        new LogSettings(LogFormat.TEXT, Level.INFO),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void everyFlag() {
        Map<Setting<?>, List<String>> flags = new HashMap<>();
        EVERYTHING.forEach((key, values) -> flags.put(setting(key), values));

        assertThat(ConfigurationReader.read(flags, Map.of())).isEqualTo(OTHERWISE);
    }

    @Test
    void everyVariable() {
        Map<String, String> environment = new HashMap<>();
        EVERYTHING.forEach((key, values) -> environment.put(setting(key).variable(), String.join(",", values)));

        assertThat(environment).containsKeys("CSI_ENDPOINT", "ZONAL_NODE_ID", "ZONAL_MAX_INFLIGHT");
        assertThat(ConfigurationReader.read(Map.of(), environment)).isEqualTo(OTHERWISE);
    }

    @Test
    void everyKeyOfTheFile() throws Exception {
        StringBuilder yaml = new StringBuilder();
        EVERYTHING.forEach((key, values) -> yaml.append(key)
                .append(": ")
                .append(values.size() == 1 ? "\"" + values.getFirst() + "\"" : values)
                .append('\n'));

        assertThat(ofFile(yaml.toString())).isEqualTo(OTHERWISE);
    }

    @Test
    void theFileAsAPersonWritesIt() throws Exception {
        Configuration configuration = ofFile("""
                # a node of the second rack
                node-id: n1
                topology:
                  zone: a
                  rack: r2
                pool:
                  fast: /srv/fast
                pool-size: 20Gi
                max-inflight: 12
                controller-expansion: false
                spec: 1.13
                http:
                """);

        assertThat(configuration.node().topology())
                .isEqualTo(Topology.of(Map.of(PREFIX + "zone", "a", PREFIX + "rack", "r2", PREFIX + "node", "n1")));
        assertThat(configuration.pools().pools())
                .containsExactly(
                        new ConfiguredPool("fast", Path.of("/srv/fast"), Optional.of(ByteSize.ofGibibytes(20))));
        assertThat(configuration.server().maximumInFlight()).isEqualTo(12);
        assertThat(configuration.plugin().controllerExpansion()).isFalse();
        assertThat(configuration.plugin().spec()).isEqualTo(SpecVersion.V1_13);
        assertThat(configuration.http()).isEmpty();
    }

    @Test
    void anEmptyFileSaysNothing() throws Exception {
        assertThat(ofFile("# nothing yet\n")).isEqualTo(ConfigurationReader.read(Map.of(), Map.of()));
    }

    @Test
    void aFlagGoesBeforeAVariableAndThatBeforeTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("zonal.yaml"), """
                max-inflight: 1
                native-threads: 1
                max-volumes: 1
                """);
        Configuration configuration = ConfigurationReader.read(
                Map.of(Settings.MAX_INFLIGHT, List.of("3")),
                Map.of(
                        "ZONAL_CONFIG", file.toString(),
                        "ZONAL_MAX_INFLIGHT", "2",
                        "ZONAL_NATIVE_THREADS", "2",
                        "ZONAL_SHUTDOWN_GRACE", ""));

        assertThat(configuration.server().maximumInFlight()).isEqualTo(3);
        assertThat(configuration.server().nativeThreads()).isEqualTo(2);
        assertThat(configuration.node().maximumVolumes()).isEqualTo(1);
        assertThat(configuration.server().shutdownGrace()).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void aSizeWithoutANameIsForEveryPoolThatHasNone() {
        Configuration configuration = ConfigurationReader.read(
                Map.of(
                        Settings.POOL, List.of("/srv/a.img", "b=/srv/b.img"),
                        Settings.POOL_SIZE, List.of("1Gi", "b=2Gi")),
                Map.of());

        assertThat(configuration.pools().pools())
                .containsExactly(
                        new ConfiguredPool("default", Path.of("/srv/a.img"), Optional.of(ByteSize.ofGibibytes(1))),
                        new ConfiguredPool("b", Path.of("/srv/b.img"), Optional.of(ByteSize.ofGibibytes(2))));
    }

    @Test
    void keysThatNameThePrefixThemselvesAreTheSame() {
        Configuration configuration = ConfigurationReader.read(
                Map.of(
                        Settings.NODE_ID, List.of("n1"),
                        Settings.TOPOLOGY_PREFIX, List.of("topology.kubernetes.io"),
                        Settings.TOPOLOGY, List.of("topology.kubernetes.io/zone=a,region=eu")),
                Map.of());

        assertThat(configuration.node().topology().segments().keySet())
                .containsExactly(
                        "topology.kubernetes.io/node", "topology.kubernetes.io/region", "topology.kubernetes.io/zone");
    }

    @Test
    void whatTheLabelsSayJoinsWhatWasSaid() {
        Configuration configuration = ConfigurationReader.read(
                Map.of(
                        Settings.NODE_ID, List.of("n1"),
                        Settings.TOPOLOGY, List.of("rack=r1"),
                        Settings.TOPOLOGY_FROM_LABELS, List.of("zone=topology.kubernetes.io/zone,disk=disk")),
                Map.of());

        Configuration located = configuration.at(Map.of(PREFIX + "zone", "a", PREFIX + "disk", "nvme"));

        assertThat(configuration.node().labels())
                .isEqualTo(Map.of(PREFIX + "zone", "topology.kubernetes.io/zone", PREFIX + "disk", "disk"));
        assertThat(located.node().topology())
                .isEqualTo(Topology.of(Map.of(
                        PREFIX + "zone", "a", PREFIX + "disk", "nvme", PREFIX + "rack", "r1", PREFIX + "node", "n1")));
    }

    @ParameterizedTest
    @CsvSource({"9808,127.0.0.1", ":9808,127.0.0.1", "0.0.0.0:9808,0.0.0.0", "[::1]:9808,0:0:0:0:0:0:0:1"})
    void anAddressWithoutAHostIsThisMachineOnly(String text, String host) {
        Configuration configuration = ConfigurationReader.read(Map.of(Settings.HTTP, List.of(text)), Map.of());

        assertThat(configuration.http())
                .hasValueSatisfying(address ->
                        assertThat(address.getAddress().getHostAddress()).isEqualTo(host));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:4318",
                "ftp://a",
                "http://",
                "http://user:word@a",
                "http://a?token=b",
                "http://a b",
                "a"
            })
    void whatIsNoCollectorIsRefused(String text) {
        assertThatThrownBy(() -> ConfigurationReader.read(Map.of(Settings.TRACING, List.of(text)), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--tracing")
                .hasMessageContaining("write http://127.0.0.1:4318");
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
