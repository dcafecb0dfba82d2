package dev.zonal.csi;

import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.cloud.CloudBackend;
import dev.zonal.csi.backend.cloud.PatientCloud;
import dev.zonal.csi.backend.cloud.Places;
import dev.zonal.csi.backend.cloud.Waiting;
import dev.zonal.csi.backend.cloud.instance.InstanceRegistration;
import dev.zonal.csi.backend.cloud.instance.InstanceVolumes;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.description.CloudDescription;
import dev.zonal.csi.cloud.description.DescriptionFile;
import dev.zonal.csi.cloud.simulator.GuestDevices;
import dev.zonal.csi.cloud.simulator.SimulatedCloud;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.config.CloudRules;
import dev.zonal.csi.config.CloudSettings;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.metrics.PoolHealth;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The cloud, as configured: in this process, or behind a socket. */
final class CloudStorage implements AutoCloseable {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST_START = Duration.ofSeconds(10);

    private final Configuration configuration;
    private final PatientCloud cloud;
    private final Waiting waiting;
    private final Runnable close;

    private CloudStorage(Configuration configuration, PatientCloud cloud, Waiting waiting, Runnable close) {
        this.configuration = configuration;
        this.cloud = cloud;
        this.waiting = waiting;
        this.close = close;
    }

    /** The cloud in another process. */
    static CloudStorage connect(Configuration configuration) {
        CloudSettings settings = configuration.cloud();
        Waiting waiting = waiting();
        CloudConnection connection = CloudConnection.to(settings.endpoint().orElseThrow(), CALL_TIMEOUT);
        PatientCloud calls = new PatientCloud(connection.as(settings.account()), waiting);
        return new CloudStorage(configuration, calls, waiting, connection::close);
    }

    /** The same, or where none is named one in this process, on this machine. */
    static CloudStorage open(Configuration configuration, Host host) {
        CloudSettings settings = configuration.cloud();
        if (settings.endpoint().isPresent()) {
            return connect(configuration);
        }
        Waiting waiting = waiting();
        CloudDescription description = settings.description()
                .map(DescriptionFile::read)
                .orElseGet(() -> DescriptionFile.preset(DescriptionFile.PRESETS.getFirst()));
        SimulatedCloud embedded = SimulatedCloud.open(
                description, settings.folder(), CloudMachine.of(host, new ProcessCommands()), new SecureRandom());
        PatientCloud calls = new PatientCloud(embedded.as(settings.account()), waiting);
        return new CloudStorage(configuration, calls, waiting, embedded::close);
    }

    /** The machine's time. */
    static Waiting waiting() {
        return new Waiting(InstantSource.system(), CloudMachine::pause, new SecureRandom());
    }

    /** This machine as an instance, launched where it does not run yet. */
    Instance instance() {
        return new InstanceRegistration(cloud, waiting)
                .ensure(
                        new InstanceId(configuration.node().nodeId()),
                        CloudRules.zone(configuration),
                        configuration.cloud().instanceType());
    }

    InstanceVolumes volumesOf(Instance instance, Host host) {
        Path notes = configuration
                .pools()
                .runDirectory()
                .resolve("cloud")
                .resolve(instance.id().text());
        return new InstanceVolumes(
                cloud,
                instance,
                new GuestDevices(host, configuration.cloud().folder(), instance.id()),
                host,
                notes,
                waiting,
                configuration.node().maximumVolumes());
    }

    /** Where the instance is, as volumes say where they can be reached from. */
    Topology placeOf(Instance instance) {
        return new Places(cloud.offer(), prefix())
                .ofZone(instance.zone())
                .orElseThrow(() -> new StorageException.FailedPrecondition("the cloud has no zone " + instance.zone()
                        + " any more, where instance " + instance.id() + " is"));
    }

    CloudBackend backend() {
        return new CloudBackend(cloud, prefix(), waiting);
    }

    /** Follows what happens in the cloud. */
    static CloudWatch watch(CloudBackend backend) {
        return CloudWatch.start(backend, LONGEST_START);
    }

    /** All keys of a node share it. */
    private String prefix() {
        String key = configuration.node().topology().segments().firstKey();
        return key.substring(0, key.lastIndexOf('/'));
    }

    /** Whether each zone answers, for metrics and readiness. */
    static List<PoolHealth> health(CloudBackend backend) {
        return backend.homes().stream()
                .map(home -> health(home.accessibleFrom().toString(), backend.state(home.id())))
                .toList();
    }

    private static PoolHealth health(String place, Optional<HomeState> state) {
        return state.map(now -> new PoolHealth(place, now.word(), now.sentence(), now instanceof HomeState.Serving))
                .orElseGet(() -> new PoolHealth(place, "opening", "nothing is known of it yet", false));
    }

    @Override
    public void close() {
        close.run();
    }
}
