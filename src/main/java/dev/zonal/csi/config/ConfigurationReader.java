package dev.zonal.csi.config;

import dev.zonal.csi.config.Configuration.Backend;
import dev.zonal.csi.config.Configuration.FleetSettings;
import dev.zonal.csi.config.Configuration.KubeletSettings;
import dev.zonal.csi.config.Configuration.LogSettings;
import dev.zonal.csi.config.Configuration.NodeSettings;
import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.config.Configuration.PoolSettings;
import dev.zonal.csi.config.Configuration.ServerSettings;
import dev.zonal.csi.config.Configuration.VolumeSettings;
import dev.zonal.csi.config.Setting.Given;
import dev.zonal.csi.model.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes the configuration of what was said: a flag goes before the environment, that before the file. */
public final class ConfigurationReader {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private final Map<Setting<?>, List<String>> flags;
    private final Map<String, String> environment;
    private final Map<String, Given> file;

    private ConfigurationReader(Map<Setting<?>, List<String>> flags, Map<String, String> environment) {
        this.flags = flags;
        this.environment = environment;
        // The file can't name another file, so nothing of it is needed to find it.
        this.file = Map.of();
    }

    private ConfigurationReader(ConfigurationReader outer, Map<String, Given> file) {
        this.flags = outer.flags;
        this.environment = outer.environment;
        this.file = file;
    }

    /**
     * @param flags what the command line says, by setting
     * @param environment the process's variables
     * @throws ConfigurationException with a sentence for the operator
     */
    public static Configuration read(Map<Setting<?>, List<String>> flags, Map<String, String> environment) {
        ConfigurationReader outer = new ConfigurationReader(flags, environment);
        Map<String, Given> file =
                outer.value(Settings.CONFIG).map(ConfigurationFile::read).orElse(Map.of());
        return new ConfigurationReader(outer, file).configuration();
    }

    private Configuration configuration() {
        return new Configuration(
                new ServerSettings(
                        value(Settings.ENDPOINT),
                        value(Settings.MAX_INFLIGHT),
                        value(Settings.NATIVE_THREADS),
                        value(Settings.CALL_TIMEOUT),
                        value(Settings.SHUTDOWN_GRACE)),
                new PluginSettings(
                        driverName(), value(Settings.MODE), value(Settings.SPEC), value(Settings.CONTROLLER_EXPANSION)),
                fleet(),
                node(),
                cloud(),
                new PoolSettings(
                        PoolFlags.pools(value(Settings.POOL), value(Settings.POOL_SIZE)),
                        PoolFlags.sparse(value(Settings.POOL_SPARSE), value(Settings.POOL)),
                        value(Settings.POOL_OVERCOMMIT),
                        Set.copyOf(value(Settings.POOL_FORMAT_DEVICE)),
                        value(Settings.RUN_DIR)),
                new VolumeSettings(
                        value(Settings.DEFAULT_FS_TYPE),
                        value(Settings.DEFAULT_VOLUME_SIZE),
                        Set.copyOf(value(Settings.FORGET_HOMES)),
                        value(Settings.POD_PLACEMENT)),
                new KubeletSettings(value(Settings.KUBELET_DIR), value(Settings.KUBELET_REGISTRATION_DIR)),
                new LogSettings(value(Settings.LOG_FORMAT), value(Settings.LOG_LEVEL)),
                value(Settings.HTTP),
                value(Settings.TRACING));
    }

    private String driverName() {
        return value(Settings.DRIVER_NAME)
                .orElse(value(Settings.BACKEND) == Backend.CLOUD ? "cloud.csi.zonal.dev" : "local.csi.zonal.dev");
    }

    private CloudSettings cloud() {
        return new CloudSettings(
                value(CloudOptions.CLOUD),
                value(CloudOptions.CLOUD_CONFIG),
                value(CloudOptions.CLOUD_FOLDER),
                value(CloudOptions.CLOUD_ACCOUNT),
                value(CloudOptions.ZONE),
                value(CloudOptions.INSTANCE_TYPE));
    }

    private FleetSettings fleet() {
        return new FleetSettings(
                value(Settings.BACKEND),
                value(Settings.AGENTS),
                value(Settings.CONTROL),
                trust(),
                value(Settings.CAPACITY_BUCKETS));
    }

    private Optional<ControlTrust> trust() {
        Optional<String> authority = value(Settings.CONTROL_AUTHORITY);
        Optional<Path> token = value(Settings.CONTROL_TOKEN);
        Optional<Path> certificate = value(Settings.CONTROL_CERTIFICATE);
        Optional<Path> key = value(Settings.CONTROL_KEY);
        Optional<Path> authorities = value(Settings.CONTROL_CA);
        if (authority.isPresent()) {
            if (Stream.of(certificate, key, authorities, token).anyMatch(Optional::isPresent)) {
                throw new ConfigurationException(
                        "--control-authority: a controller with an authority of its own needs no other certificates");
            }
            return authority.map(ControlTrust.Authority::new);
        }
        if (token.isPresent()) {
            if (certificate.isPresent() || key.isPresent() || authorities.isEmpty()) {
                throw new ConfigurationException("--control-token: say --control-ca beside it, and neither"
                        + " --control-certificate nor --control-key: the controllers sign the certificate");
            }
            return Optional.of(new ControlTrust.Enrolled(token.get(), authorities.get()));
        }
        if (certificate.isEmpty() && key.isEmpty() && authorities.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty() || authorities.isEmpty()) {
            throw new ConfigurationException(
                    "--control-certificate, --control-key and --control-ca: say all three, or none of them");
        }
        return Optional.of(new ControlTrust.TlsFiles(certificate.get(), key.get(), authorities.get()));
    }

    private NodeSettings node() {
        Optional<String> instance = value(CloudOptions.INSTANCE);
        Optional<String> said = value(Settings.NODE_ID);
        if (instance.isPresent() && said.isPresent() && !instance.equals(said)) {
            throw new ConfigurationException("--instance: an instance is its own node id; leave --node-id out");
        }
        String nodeId = instance.or(() -> said).orElseGet(ConfigurationReader::hostName);
        Topology topology = named(
                "--topology",
                () -> NodeTopology.of(driverName(), value(Settings.TOPOLOGY_PREFIX), nodeId, value(Settings.TOPOLOGY)));
        Map<String, String> labels = named(
                "--topology-from-labels",
                () -> NodeTopology.labelled(
                        driverName(), value(Settings.TOPOLOGY_PREFIX), value(Settings.TOPOLOGY_FROM_LABELS), topology));
        return new NodeSettings(nodeId, topology, labels, value(Settings.MAX_VOLUMES));
    }

    private <T> T value(Setting<T> setting) {
        Given said = said(setting);
        return named(said.origin(), () -> setting.parser().apply(said.values()));
    }

    private Given said(Setting<?> setting) {
        if (flags.containsKey(setting)) {
            return new Given(flags.get(setting), setting.flag());
        }
        String variable = environment.getOrDefault(setting.variable(), "");
        if (!variable.isEmpty()) {
            List<String> values = setting.repeatable() ? Arrays.asList(variable.split(",", -1)) : List.of(variable);
            return new Given(values, setting.variable());
        }
        Given written = file.get(setting.key());
        return written == null || written.values().isEmpty()
                ? new Given(setting.fallback().map(List::of).orElse(List.of()), "the default of " + setting.flag())
                : written;
    }

    private static <T> T named(String origin, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(origin + ": " + wrong.getMessage(), wrong);
        }
    }

    private static String hostName() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException unreadable) {
            throw new ConfigurationException("--node-id: say it, since the host's name can't be read", unreadable);
        }
    }
}
