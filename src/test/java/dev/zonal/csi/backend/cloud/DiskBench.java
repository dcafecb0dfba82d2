package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.cloud.instance.InstanceVolumes;
import dev.zonal.csi.cloud.AttachedDevice;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.cloud.simulator.CloudBench;
import dev.zonal.csi.cloud.simulator.GuestDevices;
import dev.zonal.csi.cloud.wire.CloudConnection;
import dev.zonal.csi.cloud.wire.ServedCloud;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.VolumeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A backend over a simulated cloud, whose time goes on when somebody waits. */
public final class DiskBench implements AutoCloseable {
    public static final String PREFIX = "topology.cloud.csi.zonal.dev";

    public final CloudBench bench;
    public final Waiting waiting;

    /** Every call of the driver, also of one that has ended. */
    public final CallScript calls = new CallScript();

    private Optional<Path> socket = Optional.empty();
    private Optional<ServedCloud> served = Optional.empty();
    private Optional<CloudConnection> connection = Optional.empty();
    private CloudBackend backend;
    private int tokens;

    public DiskBench(String description) {
        bench = new CloudBench(description);
        waiting = new Waiting(() -> bench.clock.instant(), this::pass, new SplittableRandom(7));
        backend = begin();
    }

    /** Time goes on, and what is due by then happens. */
    private void pass(Duration time) {
        bench.clock.advance(time);
        control().faults();
    }

    /** From now on the backend reaches the cloud by a socket. */
    public void serveAt(Path path) {
        socket = Optional.of(path);
        backend = begin();
    }

    /** The cloud and the driver end where they stand, and begin again. */
    public void restart() {
        disconnect();
        bench.restart();
        backend = begin();
    }

    /** Another controller, which knows nothing yet of what this one did. */
    public CloudBackend another() {
        CloudBackend fresh = new CloudBackend(new PatientCloud(cloud(), waiting), PREFIX, waiting);
        fresh.refresh();
        return fresh;
    }

    private CloudBackend begin() {
        socket.ifPresent(path -> {
            served = Optional.of(ServedCloud.start(bench.running(), path));
            connection = served.map(now -> CloudConnection.to(now.endpoint(), Duration.ofSeconds(30)));
        });
        return another();
    }

    public Cloud cloud() {
        return calls.over(this::account);
    }

    private Cloud account() {
        return connection
                .map(now -> now.as("driver"))
                .orElseGet(() -> bench.running().as("driver"));
    }

    /** The cloud as an account of its own sees it, without any patience. */
    public Cloud outside() {
        return bench.cloud();
    }

    public CloudControl control() {
        return bench.control();
    }

    public CloudBackend backend() {
        return backend;
    }

    /** The driver ends where it stands, and another one begins; the cloud goes on. */
    public void restartDriver() {
        calls.clear();
        backend = another();
    }

    /** The home that a zone is. */
    public static HomeId home(String zone) {
        return HomeId.ofName("r1/" + zone);
    }

    public Instance instance(String name, String zone) {
        Instance added = outside()
                .addInstance(
                        new NewInstance(new InstanceId(name), zone, "small"), new ClientToken("bench-" + tokens++));
        backend.refresh();
        return added;
    }

    /** The disk that a volume is, as the cloud has it. */
    public Disk disk(VolumeId id) {
        return outside().disks().stream()
                .filter(disk -> VolumeTags.idOf(disk).filter(id::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    /** The device of the volume on that instance, which may come a while after the cloud says that it is there. */
    public AttachedDevice deviceOf(VolumeId id, String instance) {
        String serial = control().state().disks().stream()
                .filter(disk -> VolumeTags.idOf(disk).filter(id::equals).isPresent())
                .map(Disk::serial)
                .findFirst()
                .orElseThrow();
        GuestDevices devices = new GuestDevices(bench.host.ports(), CloudBench.FOLDER, new InstanceId(instance));
        for (int i = 0; i < 10 && devices.of(serial).isEmpty(); i++) {
            pass(Duration.ofSeconds(1));
        }
        return devices.of(serial).orElseThrow();
    }

    /** The node's side of an instance. */
    public InstanceVolumes volumesOf(Instance instance) {
        return new InstanceVolumes(
                new PatientCloud(cloud(), waiting),
                instance,
                new GuestDevices(bench.host.ports(), CloudBench.FOLDER, instance.id()),
                bench.host.ports(),
                Path.of("/run/zonal/cloud/" + instance.id()),
                waiting,
                0);
    }

    /** Brings the volume to an instance of its zone, and takes it away again. */
    public void write(VolumeId id, String text) {
        Path device = attached(id);
        bench.host.writeDevice(device, 0, text.getBytes(StandardCharsets.UTF_8));
        bench.host.ports().filesystems().flush(device);
        backend.attachments().detach(id, Optional.empty());
    }

    public String read(VolumeId id, int length) {
        byte[] found = bench.host.readDevice(attached(id), 0, length);
        backend.attachments().detach(id, Optional.empty());
        return new String(found, StandardCharsets.UTF_8);
    }

    private Path attached(VolumeId id) {
        String zone = disk(id).zones().iterator().next();
        InstanceId name = new InstanceId("i-" + zone);
        Instance instance = outside().instances().stream()
                .filter(found -> found.id().equals(name))
                .findFirst()
                .orElseGet(() -> instance(name.text(), zone));
        Map<String, String> context = backend.attachments().attach(id, name.text(), false, false);
        InstanceVolumes volumes = volumesOf(instance);
        volumes.learn(id, context);
        Path device = volumes.attach(id, false);
        volumes.detach(id);
        return device;
    }

    private void disconnect() {
        connection.ifPresent(CloudConnection::close);
        served.ifPresent(ServedCloud::close);
    }

    @Override
    public void close() {
        disconnect();
        bench.close();
    }
}
